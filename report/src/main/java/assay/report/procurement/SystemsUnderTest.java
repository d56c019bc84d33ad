package assay.report.procurement;

import assay.core.files.Sha256;
import assay.core.record.store.RunFolder;
import assay.report.compare.RunData;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;

/** Reads the systems of a dossier and gives them letters. */
final class SystemsUnderTest {
  static final int MIN = 2;
  static final int MAX = 8;

  private SystemsUnderTest() {}

  /**
   * Reads runs and the checksums of their files.
   *
   * @throws IOException where a record cannot be read
   * @throws ProcurementException where there are too few or too many, or one is given twice
   */
  static List<SystemUnderTest> read(List<RunFolder> folders) throws IOException {
    checkCount(folders.size());
    try {
      // Reading takes half of a dossier's time, so the systems are read in parallel.
      return checked(
          IntStream.range(0, folders.size())
              .parallel()
              .mapToObj(index -> read(index, folders.get(index)))
              .toList());
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static SystemUnderTest read(int index, RunFolder folder) {
    try {
      return new SystemUnderTest(letter(index), RunData.read(folder), files(folder));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Systems from runs in memory. */
  static List<SystemUnderTest> of(List<RunData> runs) {
    checkCount(runs.size());
    List<SystemUnderTest> systems = new ArrayList<>();
    for (RunData run : runs) {
      systems.add(new SystemUnderTest(letter(systems.size()), run, List.of()));
    }
    return checked(systems);
  }

  private static void checkCount(int count) {
    if (count < MIN || count > MAX) {
      throw new ProcurementException(
          String.format(
              Locale.ROOT,
              "a procurement dossier compares %d to %d systems, one run each; got %d",
              MIN,
              MAX,
              count));
    }
  }

  private static String letter(int index) {
    return String.valueOf((char) ('A' + index));
  }

  private static List<SystemUnderTest> checked(List<SystemUnderTest> systems) {
    Set<String> seen = new HashSet<>();
    for (SystemUnderTest system : systems) {
      if (!seen.add(system.runId())) {
        throw new ProcurementException(
            system.run() + " is given twice: name each system's run once");
      }
    }
    return List.copyOf(systems);
  }

  private static List<RecordFile> files(RunFolder folder) throws IOException {
    List<RecordFile> files = new ArrayList<>();
    for (Path path : List.of(folder.runFile(), folder.forksFile(), folder.telemetryFile())) {
      if (Files.isRegularFile(path)) {
        files.add(file(path));
      }
    }
    return files;
  }

  private static RecordFile file(Path path) throws IOException {
    Path name = path.getFileName();
    return new RecordFile(name == null ? "" : name.toString(), Files.size(path), Sha256.of(path));
  }
}
