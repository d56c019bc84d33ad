package assay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import assay.core.record.Status;
import assay.core.record.store.RunFolder;
import assay.core.record.store.RunStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The launcher {@code ./assay} as a person calls it. It stands in a folder of its own beside what
 * this build packaged; without a {@code pom.xml} there it never builds.
 */
class LauncherIT {
  private static final Path LIB = Path.of("target", "lib").toAbsolutePath();
  private static final long LIMIT_SECONDS = 90;

  @TempDir Path root = Path.of("");

  @BeforeEach
  void place() throws IOException {
    Assumptions.assumeTrue(
        Files.isDirectory(LIB),
        LIB + " is not there: run the whole verification, which packages first");
    Files.copy(Path.of("..", "assay"), root.resolve("assay"));
    Files.createDirectories(root.resolve("cli/target"));
    Files.createSymbolicLink(root.resolve("cli/target/lib"), LIB);
    Files.createDirectories(root.resolve("jdks"));
  }

  @AfterEach
  void removeLinks() throws IOException {
    Files.deleteIfExists(root.resolve("cli/target/lib"));
    Files.deleteIfExists(root.resolve("jdks/zz-real"));
  }

  private record Call(Process process, Path out, Path err) {
    Cli.Answer end() throws IOException, InterruptedException {
      if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        throw new AssertionError("not finished: " + Files.readString(err));
      }
      return new Cli.Answer(process.exitValue(), Files.readString(out), Files.readString(err));
    }
  }

  private Call start(Map<String, String> environment, String... args) throws IOException {
    Path out = Files.createTempFile(root, "call", ".out");
    Path err = Files.createTempFile(root, "call", ".err");
    List<String> command = new ArrayList<>(List.of(root.resolve("assay").toString()));
    command.addAll(List.of(args));
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
    Map<String, String> all = builder.environment();
    List.of("ASSAY_JAVA_HOME", "JAVA_HOME").forEach(all::remove);
    all.put("ASSAY_JDK_FOLDERS", root.resolve("jdks").toString());
    all.put("PATH", "/usr/bin:/bin");
    all.putAll(environment);
    return new Call(builder.start(), out, err);
  }

  private Cli.Answer call(Map<String, String> environment, String... args)
      throws IOException, InterruptedException {
    return start(environment, args).end();
  }

  private static String jdk() {
    return System.getProperty("java.home");
  }

  /** A folder that looks like a JDK of some version, and says so if it is started. */
  private Path fakeJdk(String name, String version) throws IOException {
    Path home = root.resolve("jdks").resolve(name);
    Files.createDirectories(home.resolve("bin"));
    Files.writeString(
        home.resolve("release"), "IMPLEMENTOR=\"Fake\"\nJAVA_VERSION=\"" + version + "\"\n");
    for (String tool : List.of("java", "javac")) {
      Path file = home.resolve("bin").resolve(tool);
      Files.writeString(file, "#!/bin/sh\necho \"fake " + version + "\"\nexit 42\n");
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
    return home;
  }

  @ParameterizedTest
  @CsvSource({"ASSAY_JAVA_HOME", "JAVA_HOME", "PATH", "ASSAY_JDK_FOLDERS"})
  void aJdkIsFoundByEachWay(String variable) throws Exception {
    Map<String, String> environment = new LinkedHashMap<>();
    switch (variable) {
      case "PATH" -> environment.put(variable, jdk() + "/bin:/usr/bin:/bin");
      case "ASSAY_JDK_FOLDERS" ->
          Files.createSymbolicLink(root.resolve("jdks/zz-real"), Path.of(jdk()));
      default -> environment.put(variable, jdk());
    }
    fakeJdk("aa-old", "17.0.9");
    Cli.Answer answer = call(environment, "--version");
    assertThat(answer.code()).as(answer.all()).isZero();
    assertThat(answer.out()).startsWith("assay 0.").contains(System.getProperty("java.version"));
  }

  @ParameterizedTest
  @CsvSource({
    "25, true",
    "26.0.1, true",
    "100-ea, true",
    "25-ea, true",
    "24.0.2, false",
    "1.8.0_402, false",
    "17, false"
  })
  void theVersionIsReadFromTheReleaseFile(String version, boolean taken) throws Exception {
    fakeJdk("some", version);
    Cli.Answer answer = call(Map.of(), "doctor");
    assertThat(answer.code()).as(answer.all()).isEqualTo(taken ? 42 : ExitCode.INTERNAL);
  }

  @Test
  void withOnlyOlderOnesItSaysWhatToInstall() throws Exception {
    Path old = fakeJdk("old", "21.0.4");
    Files.createDirectories(root.resolve("jdks/broken/bin"));
    Cli.Answer answer = call(Map.of("JAVA_HOME", old.toString()), "run");
    assertThat(answer.code()).isEqualTo(ExitCode.INTERNAL);
    assertThat(answer.out()).isEmpty();
    assertThat(answer.err())
        .contains("no JDK 25 or newer was found")
        .contains("temurin-25-jdk")
        .contains("JAVA_HOME=/path/to/jdk-25 ./assay");
  }

  @Test
  void itWorksThroughASymbolicLinkAndFromAnyFolder() throws Exception {
    Path link = root.resolve("elsewhere");
    Files.createSymbolicLink(link, root.resolve("assay"));
    ProcessBuilder builder = new ProcessBuilder(link.toString(), "list", "targets");
    builder.environment().put("JAVA_HOME", jdk());
    Process process = builder.directory(Path.of("/").toFile()).start();
    String out =
        new String(
            process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    assertThat(out).contains("cpu-scalar");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "list targets | 0",
        "run -w gemm/m=0,n=1,k=1 | 2",
        "no-such-command | 2",
        "data verify --data /nonexistent | 3"
      })
  void exitCodesPassThrough(String args, int code) throws Exception {
    Cli.Answer answer = call(Map.of("JAVA_HOME", jdk()), args.split(" "));
    assertThat(answer.code()).as(answer.all()).isEqualTo(code);
  }

  /** A signal as the terminal sends it, to the launcher's process, which is the JVM by then. */
  private static void signal(String name, long pid) throws IOException, InterruptedException {
    assertThat(new ProcessBuilder("kill", "-" + name, String.valueOf(pid)).start().waitFor())
        .isZero();
  }

  @ParameterizedTest
  @CsvSource({"INT, false, 130", "INT, true, 130", "TERM, false, 143"})
  void aSignalEndsTheRunAtOnceAndItCanGoOn(String signal, boolean forksToo, int code)
      throws Exception {
    Path runs = root.resolve("runs");
    Map<String, String> environment = Map.of("JAVA_HOME", jdk());
    Call run =
        start(
            environment,
            "run",
            "--suite",
            "smoke",
            "-w",
            "gemm/m=31,n=33,k=35",
            "-w",
            "gemm/m=8,n=9,k=10",
            "-t",
            "cpu-scalar",
            "--forks",
            "3",
            "--out",
            runs.toString());
    Process process = run.process();
    waitForFork(process, runs);
    List<ProcessHandle> forks = process.descendants().toList();
    assertThat(forks).isNotEmpty();

    long begin = System.nanoTime();
    if (forksToo) {
      for (ProcessHandle fork : forks) {
        signal(signal, fork.pid());
      }
    }
    signal(signal, process.pid());
    Cli.Answer ended = run.end();

    assertThat((System.nanoTime() - begin) * 1e-9).as("seconds to the end").isLessThan(10);
    assertThat(ended.code()).as(ended.all()).isEqualTo(code);
    for (ProcessHandle fork : forks) {
      assertThat(fork.onExit().get(10, TimeUnit.SECONDS).isAlive()).isFalse();
    }
    RunFolder folder = new RunStore(runs).list().getFirst();
    int before = folder.readForks().forks().size();
    assertThat(folder.readForks().tornLine()).isNull();
    assertThat(folder.readForks().forks())
        .as("a fork that was cut off leaves no record")
        .allMatch(f -> f.outcome().status() == Status.OK);
    assertThat(folder.read().finishedUtc()).isNull();

    Cli.Answer resumed = call(environment, "run", "--resume", "latest", "--out", runs.toString());
    assertThat(resumed.code()).as(resumed.all()).isZero();
    assertThat(folder.readForks().forks()).hasSize(6);
    assertThat(resumed.err().lines().filter(l -> l.startsWith("["))).hasSize(6 - before);
  }

  /** Until one fork is stored and another is under way. */
  private static void waitForFork(Process process, Path runs)
      throws IOException, InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
    while (System.nanoTime() < end && process.isAlive()) {
      List<RunFolder> folders = new RunStore(runs).list();
      boolean stored = !folders.isEmpty() && !folders.getFirst().readForks().forks().isEmpty();
      if (stored && process.descendants().findAny().isPresent()) {
        return;
      }
      Thread.sleep(20);
    }
    throw new AssertionError("no fork began");
  }
}
