/* SPDX-License-Identifier: Apache-2.0 */
/* The page says everything without this script; it only adds filtering and copying.
   No ampersands or less-than signs here: the page is well-formed XML too. */
(function () {
  'use strict';
  var form = document.querySelector('form.filter');
  if (form) {
    var rows = Array.prototype.slice.call(document.querySelectorAll('table.cases tbody tr'));
    var texts = rows.map(function (row) { return row.textContent.toLowerCase(); });
    var query = document.getElementById('q');
    var verdict = document.getElementById('v');
    var level = document.getElementById('l');
    var shown = document.getElementById('shown');
    var matches = function (row, text) {
      var words = query.value.toLowerCase().split(/\s+/);
      if (!words.every(function (word) { return text.includes(word); })) { return false; }
      if (verdict.value !== '') {
        if (!row.dataset.v.split(' ').includes(verdict.value)) { return false; }
      }
      return level.value === '' || row.dataset.l === level.value;
    };
    var apply = function () {
      var count = 0;
      rows.forEach(function (row, i) {
        row.hidden = !matches(row, texts[i]);
        if (!row.hidden) { count += 1; }
      });
      shown.textContent = count === rows.length ? '' : count + ' of ' + rows.length + ' cases';
    };
    form.hidden = false;
    form.addEventListener('input', apply);
    form.addEventListener('submit', function (event) { event.preventDefault(); });
    window.addEventListener('hashchange', function () {
      var target = document.getElementById(location.hash.slice(1));
      if (target) {
        if (target.hidden) { form.reset(); apply(); target.scrollIntoView(); }
      }
    });
    apply();
  }
  if (navigator.clipboard) {
    document.querySelectorAll('button.copy').forEach(function (button) {
      button.hidden = false;
      button.addEventListener('click', function () {
        var code = button.parentNode.querySelector('code');
        navigator.clipboard.writeText(code.textContent).then(function () {
          button.textContent = 'Copied';
          setTimeout(function () { button.textContent = 'Copy'; }, 1500);
        });
      });
    });
  }
})();
