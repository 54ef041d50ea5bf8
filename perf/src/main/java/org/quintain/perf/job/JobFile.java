// SPDX-License-Identifier: Apache-2.0
package org.quintain.perf.job;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads job files: sections in brackets, {@code option=value} lines, {@code [global]} before the
 * sections it speaks for, comments from {@code #} or {@code ;} on (fio HOWTO, "Job file format").
 */
public final class JobFile {
  private final String fileName;
  private final List<LoadJob> jobs = new ArrayList<>();
  private final JobDraft global = new JobDraft();
  private @Nullable JobDraft current;
  private String section = "";
  private int sectionLine;

  private JobFile(String fileName) {
    this.fileName = fileName;
  }

  /**
   * Reads the jobs of {@code file} in their order.
   *
   * @throws JobFileException with one sentence when the file cannot be read or understood
   */
  public static List<LoadJob> read(Path file) throws JobFileException {
    try {
      return parse(file.toString(), Files.readString(file, StandardCharsets.UTF_8));
    } catch (NoSuchFileException e) {
      throw new JobFileException("The job file " + file + " cannot be read: there is none.");
    } catch (IOException e) {
      throw new JobFileException(
          "The job file " + file + " cannot be read: " + e.getMessage() + ".");
    }
  }

  /**
   * Reads the jobs of {@code text}.
   *
   * @param fileName what messages call the text
   * @throws JobFileException with one sentence when the text cannot be understood
   */
  public static List<LoadJob> parse(String fileName, String text) throws JobFileException {
    JobFile file = new JobFile(fileName);
    int number = 0;
    for (String line : text.split("\n", -1)) {
      number++;
      file.line(number, line.strip());
    }
    file.endSection();
    if (file.jobs.isEmpty()) {
      throw new JobFileException(fileName + " has no job: a section such as [randread] is needed.");
    }
    return List.copyOf(file.jobs);
  }

  private void line(int number, String line) throws JobFileException {
    if (line.isEmpty() || line.startsWith("#") || line.startsWith(";")) {
      return;
    }
    if (line.startsWith("[")) {
      if (!line.endsWith("]") || line.length() < 3) {
        throw at(number, "a section is written [name]");
      }
      endSection();
      section = line.substring(1, line.length() - 1);
      sectionLine = number;
      current = section.equals("global") ? global : global.copy();
      return;
    }
    JobDraft draft = current;
    if (draft == null) {
      throw at(number, "an option stands in a section such as [global] or [randread]");
    }
    int equals = line.indexOf('=');
    String word = (equals < 0 ? line : line.substring(0, equals)).strip();
    String value = equals < 0 ? "" : line.substring(equals + 1).strip();
    JobOption option = JobOption.ofWord(word);
    if (option == null) {
      throw at(number, "the option \"" + word + "\" is not among those read here: " + allOptions());
    }
    try {
      option.apply(draft, value);
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw at(number, word + " is \"" + value + "\", allowed is " + e.getMessage());
    }
  }

  private void endSection() throws JobFileException {
    JobDraft draft = current;
    if (draft == null || section.equals("global")) {
      return;
    }
    try {
      jobs.add(draft.finish(section));
    } catch (IllegalArgumentException e) {
      throw at(sectionLine, "in [" + section + "], " + e.getMessage());
    }
  }

  private JobFileException at(int number, String what) {
    return new JobFileException(fileName + " line " + number + ": " + what + ".");
  }

  private static String allOptions() {
    List<String> words = new ArrayList<>();
    for (JobOption option : JobOption.values()) {
      words.add(option.word());
    }
    return String.join(", ", words);
  }
}
