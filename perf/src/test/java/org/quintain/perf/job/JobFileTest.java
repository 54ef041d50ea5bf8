// SPDX-License-Identifier: Apache-2.0
package org.quintain.perf.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JobFileTest {
  @Test
  void readsSectionsWithTheDefaultsOfGlobal() throws JobFileException {
    List<LoadJob> jobs =
        JobFile.parse(
            "mix.fio",
            """
            ; comment
            [global]
            bs=8k
            runtime=2s
            time_based
            iodepth=32

            [reader]
            rw=randread
            [writer]
            stonewall
            rw=randrw
            rwmixwrite=30
            rate_iops=5k
            rate_process=poisson
            fsync=16
            """);
    assertThat(jobs).hasSize(2);
    LoadJob reader = jobs.get(0);
    assertThat(reader.mode()).isEqualTo(AccessMode.RANDREAD);
    assertThat(reader.blockBytes()).isEqualTo(8192);
    assertThat(reader.runtimeNs()).isEqualTo(2_000_000_000L);
    assertThat(reader.timeBased()).isTrue();
    assertThat(reader.readPercent()).isEqualTo(100);
    assertThat(reader.stonewall()).isFalse();
    LoadJob writer = jobs.get(1);
    assertThat(writer.readPercent()).isEqualTo(70);
    assertThat(writer.rateIops()).isEqualTo(5120);
    assertThat(writer.poisson()).isTrue();
    assertThat(writer.flushEvery()).isEqualTo(16);
    assertThat(writer.ioDepth()).isEqualTo(32);
    assertThat(writer.stonewall()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[a];iodpth=4|f line 2: the option \"iodpth\" is not among",
        "[a];iodepth=0|f line 2: iodepth is \"0\", allowed is a number from 1 to 4096",
        "[a];bs=4q|f line 2: bs is \"4q\", allowed is a size such as 4k",
        "[a];bs=1000|f line 1: in [a], bs is a multiple of 512",
        "[a];rw=trim|f line 2: rw is \"trim\", allowed is one of read, write",
        "[a];runtime=x|f line 2: runtime is \"x\", allowed is a time",
        "[a];time_based|f line 1: in [a], time_based needs a runtime",
        "rw=read|f line 1: an option stands in a section",
        "[global];rw=read|f has no job",
        "[a|f line 1: a section is written [name]",
        "[a];rw=rw;verify=crc32c|f line 1: in [a], verify goes with",
        "[a];size=99999999999999999999|f line 2: size is",
        "[a];random_distribution=zipf:1|f line 2: random_distribution",
        "[a];time_based=maybe|f line 2: time_based is \"maybe\", allowed is 0 or 1",
      })
  void refusesWithOneSentenceThatNamesTheLine(String text, String sentence) {
    assertThatThrownBy(() -> JobFile.parse("f", text.replace(';', '\n')))
        .isInstanceOf(JobFileException.class)
        .hasMessageStartingWith(sentence)
        .hasMessageEndingWith(".");
  }

  @Test
  void refusesAFileThatIsNotThere() {
    assertThatThrownBy(() -> JobFile.read(Path.of("no-such-job.fio")))
        .isInstanceOf(JobFileException.class)
        .hasMessageContaining("no-such-job.fio cannot be read");
  }

  @ParameterizedTest
  @CsvSource({"4k,4096", "1M,1048576", "8KiB,8192", "512,512", "2g,2147483648", "1T,1099511627776"})
  void readsSizesInPowersOf1024(String text, long bytes) {
    assertThat(Quantity.sizeBytes(text)).isEqualTo(bytes);
  }

  @ParameterizedTest
  @CsvSource({"1,1000000000", "500ms,500000000", "3us,3000", "2m,120000000000", "1h,3600000000000"})
  void readsTimes(String text, long timeNs) {
    assertThat(Quantity.timeNs(text)).isEqualTo(timeNs);
  }
}
