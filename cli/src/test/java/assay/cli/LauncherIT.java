package assay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import assay.core.record.Status;
import assay.core.record.store.RunFolder;
import assay.core.record.store.RunStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The launcher {@code ./assay} as a person calls it. It stands in a folder of its own with sources
 * of one file; Maven is a script there that puts in place what this build packaged.
 */
class LauncherIT {
  private static final Path LIB = Path.of("target", "lib").toAbsolutePath();
  private static final long LIMIT_SECONDS = 90;

  /** Each call of Maven leaves a line in {@code calls}; what else it does is in variables. */
  private static final String MAVEN =
      """
      #!/bin/bash
      echo build >>calls
      echo "[INFO] Building Assay: bench-core 0.2.0    [2/7]"
      sleep "${MAVEN_SECONDS:-0}"
      if [ -n "${MAVEN_CHANGES:-}" ]; then echo "$MAVEN_CHANGES" >pom.xml; fi
      if [ -n "${MAVEN_FAILS:-}" ]; then echo "[ERROR] Some.java:[3,7] ';' expected"; exit 1; fi
      mkdir -p cli/target/fast/lib
      ln -s LIB/*.jar cli/target/fast/lib/
      """;

  /** A root whose build is there already: the others are copies of it, so that few are built. */
  @TempDir private static Path built = Path.of("");

  @TempDir Path root = Path.of("");

  @BeforeAll
  static void build() throws IOException, InterruptedException {
    Assumptions.assumeTrue(
        Files.isDirectory(LIB),
        LIB + " is not there: run the whole verification, which packages first");
    Files.copy(Path.of("..", "assay"), built.resolve("assay"));
    Path common = Path.of("src/main/resources/assay/cli/launch.sh");
    Files.createDirectories(built.resolve("cli").resolve(common).resolveSibling("."));
    Files.copy(common, built.resolve("cli").resolve(common));
    Files.writeString(built.resolve("pom.xml"), "<project/>");
    Files.createDirectories(built.resolve("jdks"));
    script(built.resolve("mvn/mvn"), MAVEN.replace("LIB", LIB.toString()));
    LauncherIT first = new LauncherIT();
    first.root = built;
    assertThat(first.call(Map.of("JAVA_HOME", jdk()), "--version").code()).isZero();
  }

  @BeforeEach
  void copy() throws IOException, InterruptedException {
    Process copy =
        new ProcessBuilder("cp", "-r", built + "/.", root.toString()).inheritIO().start();
    assertThat(copy.waitFor()).isZero();
    Files.delete(root.resolve("calls"));
  }

  @AfterEach
  void removeLinks() throws IOException, InterruptedException {
    removeLinks(root);
  }

  @AfterAll
  static void removeBuiltLinks() throws IOException, InterruptedException {
    removeLinks(built);
  }

  /** JUnit prints several lines for each link out of a temporary folder. */
  private static void removeLinks(Path folder) throws IOException, InterruptedException {
    new ProcessBuilder("find", folder.toString(), "-type", "l", "-delete")
        .inheritIO()
        .start()
        .waitFor();
  }

  private static void script(Path file, String text) throws IOException {
    Files.createDirectories(file.resolveSibling("."));
    Files.writeString(file, text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /** How often Maven was called since the root was copied. */
  private long builds() throws IOException {
    Path calls = root.resolve("calls");
    return Files.exists(calls) ? Files.readAllLines(calls).size() : 0;
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

  /** Resets signals: background jobs inherit INT as ignored, and children of nohup HUP. */
  private Call start(Map<String, String> environment, String... args) throws IOException {
    return start("--default-signal=INT,TERM,HUP", environment, args);
  }

  private Call start(String signals, Map<String, String> environment, String... args)
      throws IOException {
    List<String> command =
        new ArrayList<>(List.of("env", signals, root.resolve("assay").toString()));
    command.addAll(List.of(args));
    return start(environment, Path.of("/dev/null"), command);
  }

  private Call start(Map<String, String> environment, Path input, List<String> command)
      throws IOException {
    Path out = Files.createTempFile(root, "call", ".out");
    Path err = Files.createTempFile(root, "call", ".err");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(root.toFile())
            .redirectInput(input.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    Map<String, String> all = builder.environment();
    List.of("ASSAY_JAVA_HOME", "JAVA_HOME").forEach(all::remove);
    all.put("ASSAY_JDK_FOLDERS", root.resolve("jdks").toString());
    all.put("PATH", root.resolve("mvn") + ":/usr/bin:/bin");
    all.putAll(environment);
    return new Call(builder.start(), out, err);
  }

  private Cli.Answer call(Map<String, String> environment, String... args)
      throws IOException, InterruptedException {
    return start(environment, args).end();
  }

  private Cli.Answer call(Map<String, String> environment, Path input, String command)
      throws IOException, InterruptedException {
    return start(environment, input, List.of(root.resolve("assay").toString(), command)).end();
  }

  /** A line of bash in the root's folder. */
  private Cli.Answer shell(Map<String, String> environment, String line)
      throws IOException, InterruptedException {
    return start(environment, Path.of("/dev/null"), List.of("bash", "-c", line)).end();
  }

  private static String jdk() {
    return System.getProperty("java.home");
  }

  /** A folder that looks like a JDK of some version, and says so if it is started. */
  private Path fakeJdk(String name, String version) throws IOException {
    Path home = root.resolve("jdks").resolve(name);
    Files.createDirectories(home);
    Files.writeString(
        home.resolve("release"), "IMPLEMENTOR=\"Fake\"\nJAVA_VERSION=\"" + version + "\"\n");
    for (String tool : List.of("java", "javac")) {
      script(
          home.resolve("bin").resolve(tool), "#!/bin/sh\necho \"fake " + version + "\"\nexit 6\n");
    }
    return home;
  }

  @ParameterizedTest
  @CsvSource({"ASSAY_JAVA_HOME", "JAVA_HOME", "PATH", "ASSAY_JDK_FOLDERS"})
  void aJdkIsFoundByEachWay(String variable) throws Exception {
    Map<String, String> environment = new LinkedHashMap<>();
    switch (variable) {
      case "PATH" ->
          environment.put(variable, jdk() + "/bin:" + root.resolve("mvn") + ":/usr/bin:/bin");
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
    assertThat(answer.code())
        .as(answer.all())
        .isEqualTo(taken ? ExitCode.UNAVAILABLE : ExitCode.INTERNAL);
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

  /** What Java itself ended with, as the launcher tells it. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "exit 101 | 1 | ''",
        "exit 1 | 5 | Java did not start",
        "exit 42 | 5 | exit code 42, which Assay never uses",
        "kill -ABRT $$ | 5 | Java crashed",
        "kill -SEGV $$ | 5 | Java crashed",
        "kill -KILL $$ | 5 | out-of-memory killer",
        "kill -TERM $$ | 143 | ''",
        "read line; [ \"$line\" = hello ] && exit 3 | 3 | ''",
        "rm -- \"$0\"; exit 127 | 5 | cannot be started"
      })
  void onlyARegressionLeavesWithOne(String end, int code, String said) throws Exception {
    script(fakeJdk("some", "25").resolve("bin/java"), "#!/bin/bash\n" + end + "\n");
    Path input = Files.writeString(root.resolve("input"), "hello\n");
    Cli.Answer answer = call(Map.of(), input, "doctor");
    assertThat(answer.code()).as(answer.all()).isEqualTo(code);
    if (said.isEmpty()) {
      assertThat(answer.err()).isEmpty();
    } else {
      assertThat(answer.err()).startsWith("assay: ").contains(said).hasLineCount(1);
    }
  }

  @ParameterizedTest
  @CsvSource({"JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS"})
  void aCollectorThatTheUserNamesWins(String variable) throws Exception {
    Cli.Answer answer =
        call(
            Map.of("JAVA_HOME", jdk(), variable, "-Dx=y -XX:+UseG1GC"),
            "run",
            "-w",
            "gemm/m=8,n=8,k=8",
            "-t",
            "cpu-scalar",
            "--max-forks",
            "1",
            "--no-telemetry");
    assertThat(answer.code()).as(answer.all()).isZero();
  }

  @Test
  void aJvmThatDoesNotStartIsAnInternalErrorAndLeavesStandardOutputAlone() throws Exception {
    Cli.Answer answer =
        call(maven("JAVA_TOOL_OPTIONS", "-XX:+UseG1GC -XX:+UseParallelGC"), "list", "--json");
    assertThat(answer.code()).as(answer.all()).isEqualTo(ExitCode.INTERNAL);
    assertThat(answer.out()).isEmpty();
    assertThat(answer.err())
        .contains("Multiple garbage collectors selected")
        .contains("assay: Java did not start");
  }

  @Test
  void tooLittleMemoryForAJvmIsAnInternalError() throws Exception {
    Cli.Answer answer = shell(JDK, "ulimit -v 1000000; ./assay --version");
    assertThat(answer.code()).as(answer.all()).isEqualTo(ExitCode.INTERNAL);
    assertThat(answer.err()).contains("assay: Java did not start");
  }

  @Test
  void aReaderThatLeavesEndsTheCommandQuietly() throws Exception {
    Cli.Answer answer =
        shell(JDK, "./assay monitor --sampling-period 200ms | head -1; exit ${PIPESTATUS[0]}");
    assertThat(answer.code()).as(answer.all()).isEqualTo(ExitCode.CLOSED_PIPE);
    assertThat(answer.out()).hasLineCount(1);
    assertThat(answer.err()).isEmpty();
  }

  @Test
  void aReaderThatLeavesChangesNothingAboutARun() throws Exception {
    Cli.Answer answer =
        shell(
            JDK,
            "./assay run -w gemm/m=8,n=8,k=8 -t cpu-scalar --max-forks 1 --no-telemetry --out runs"
                + " > >(:); ls runs/*/report.html");
    assertThat(answer.code()).as(answer.all()).isZero();
  }

  @Test
  void aPathWithLettersBeyondTheLocalesWorks() throws Exception {
    Path umlauts = root.resolve("größe 測");
    Files.createDirectory(umlauts);
    Cli.Answer answer =
        shell(
            Map.of("JAVA_HOME", jdk(), "LC_ALL", "C"),
            "cp -r assay pom.xml cli .build größe*/ && cd größe* && ./assay run -w gemm/m=8,n=8,k=8"
                + " -t cpu-scalar --max-forks 1 --no-telemetry --out läufe && ls läufe/*/report.html");
    assertThat(answer.code()).as(answer.all()).isZero();
    assertThat(answer.out()).contains("record: läufe/");
  }

  @Test
  void aPathWithAColonIsRefused() throws Exception {
    Files.createDirectory(root.resolve("a:b"));
    Cli.Answer answer = shell(JDK, "cp -r assay pom.xml cli a:b/ && a:b/assay --version");
    assertThat(answer.code()).isEqualTo(ExitCode.INTERNAL);
    assertThat(answer.err()).contains("contains ':'").contains("rename").hasLineCount(1);
    assertThat(builds()).isZero();
  }

  @ParameterizedTest
  @CsvSource({"--version, false", "--version, true"})
  void aTemporaryFolderThatIsMissingIsNamed(String command, boolean build) throws Exception {
    if (build) {
      Files.writeString(root.resolve("pom.xml"), "<project>changed</project>");
    }
    Path missing = root.resolve("missing");
    Cli.Answer answer = call(maven("TMPDIR", missing.toString()), command);
    assertThat(answer.code()).as(answer.all()).isEqualTo(ExitCode.INTERNAL);
    assertThat(answer.err())
        .contains("assay: the temporary folder, " + missing + ", is not a folder that can be")
        .contains("set TMPDIR");
  }

  private static final Map<String, String> JDK = Map.of("JAVA_HOME", jdk());

  private static Map<String, String> maven(String variable, String value) {
    return Map.of("JAVA_HOME", jdk(), variable, value);
  }

  @Test
  void aCopiedTreeIsNotBuiltAgain() throws Exception {
    assertThat(call(JDK, "--version").err()).isEmpty();
    assertThat(builds()).isZero();
  }

  @Test
  void aChangeBuildsOnceEvenWhereItIsDatedInTheFuture() throws Exception {
    Files.writeString(root.resolve("pom.xml"), "<project><!-- changed --></project>");
    Files.setLastModifiedTime(
        root.resolve("pom.xml"), FileTime.from(Instant.now().plus(9, ChronoUnit.DAYS)));
    Cli.Answer first = call(JDK, "--version");
    assertThat(first.code()).as(first.all()).isZero();
    assertThat(first.out()).startsWith("assay 0.").hasLineCount(1);
    assertThat(first.err()).contains("assay: building bench-core (2 of 7").contains("built in");
    assertThat(call(JDK, "--version").err()).isEmpty();
    assertThat(builds()).isEqualTo(1);
  }

  @Test
  void goingBackToOlderSourcesNeedsNoBuild() throws Exception {
    Files.writeString(root.resolve("pom.xml"), "<project>other</project>");
    call(JDK, "--version");
    Files.writeString(root.resolve("pom.xml"), "<project/>");
    assertThat(call(JDK, "--version").code()).isZero();
    assertThat(builds()).isEqualTo(1);
  }

  @Test
  void aBuildIsNeverChangedByALaterOne() throws Exception {
    Map<Path, Object> before = builtFiles();
    Files.writeString(root.resolve("pom.xml"), "<project>other</project>");
    assertThat(call(JDK, "--version").code()).isZero();
    assertThat(builtFiles()).hasSize(2 * before.size()).containsAllEntriesOf(before);
  }

  /** Each file of each build with its inode: a file that was replaced has another. */
  private Map<Path, Object> builtFiles() throws IOException {
    Map<Path, Object> files = new LinkedHashMap<>();
    try (Stream<Path> all = Files.walk(root.resolve(".build"), 3)) {
      for (Path file : all.filter(f -> f.toString().matches(".*/[0-9a-f]{16}/.+")).toList()) {
        files.put(file, Files.getAttribute(file, "unix:ino", LinkOption.NOFOLLOW_LINKS));
      }
    }
    return files;
  }

  @Test
  void ofTwoLaunchesOneBuildsAndTheOtherWaits() throws Exception {
    Files.writeString(root.resolve("pom.xml"), "<project>other</project>");
    Map<String, String> slow = maven("MAVEN_SECONDS", "2");
    Call one = start(slow, "--version");
    Call other = start(slow, "--version");
    List<Cli.Answer> answers = List.of(one.end(), other.end());
    assertThat(answers).allMatch(a -> a.code() == 0 && a.out().startsWith("assay 0."));
    assertThat(answers.stream().filter(a -> a.err().contains("waiting for another launch")))
        .hasSize(1);
    assertThat(builds()).isEqualTo(1);
  }

  @Test
  void sourcesThatChangeWhileTheyAreBuiltAreBuiltAgain() throws Exception {
    Files.writeString(root.resolve("pom.xml"), "<project>one</project>");
    Cli.Answer answer = call(maven("MAVEN_CHANGES", "<project>two</project>"), "--version");
    assertThat(answer.code()).as(answer.all()).isZero();
    assertThat(answer.err()).contains("sources changed while they were built");
    assertThat(builds()).isEqualTo(2);
    assertThat(call(JDK, "--version").err()).isEmpty();
  }

  @Test
  void aBuildThatFailsShowsWhyAndLeavesNothing() throws Exception {
    Files.writeString(root.resolve("pom.xml"), "<project>bad</project>");
    Cli.Answer answer = call(maven("MAVEN_FAILS", "yes"), "--version");
    assertThat(answer.code()).isEqualTo(ExitCode.INTERNAL);
    assertThat(answer.err())
        .contains("[ERROR] Some.java:[3,7] ';' expected")
        .contains(".build/build.log");
    assertThat(call(JDK, "--version").code()).isZero();
    assertThat(builds()).isEqualTo(2);
  }

  /** A signal as the terminal sends it. */
  private static void signal(String name, long pid) throws IOException, InterruptedException {
    assertThat(new ProcessBuilder("kill", "-" + name, String.valueOf(pid)).start().waitFor())
        .isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "INT, false, 130",
    "INT, true, 130",
    "TERM, false, 143",
    "HUP, false, 129",
    "KILL, false, 137"
  })
  void aSignalEndsTheRunAtOnceAndItCanGoOn(String signal, boolean forksToo, int code)
      throws Exception {
    Path runs = root.resolve("runs");
    Path temporary = Files.createDirectory(root.resolve("temporary"));
    Map<String, String> environment = maven("TMPDIR", temporary.toString());
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
            "--max-forks",
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
    assertThat(temporary).as("nothing is left there").isEmptyDirectory();
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

  @Test
  void aBuildInMidRunChangesNothing() throws Exception {
    Path runs = root.resolve("runs");
    Call run = startForks("--default-signal=HUP", 12, runs);
    waitForFork(run.process(), runs);
    Map<Path, Object> before = builtFiles();
    Files.writeString(root.resolve("pom.xml"), "<project>other</project>");
    assertThat(call(JDK, "--version").code()).isZero();
    assertThat(builds()).isEqualTo(1);
    assertThat(run.process().isAlive()).isTrue();
    Cli.Answer answer = run.end();
    assertThat(answer.code()).as(answer.all()).isZero();
    assertThat(builtFiles()).containsAllEntriesOf(before);
  }

  @Test
  void aJarReplacedInMidRunEndsTheRun() throws Exception {
    Path runs = root.resolve("runs");
    Call run = startForks("--default-signal=HUP", 12, runs);
    waitForFork(run.process(), runs);
    Path jar;
    try (Stream<Path> jars = Files.walk(root.resolve(".build"), 3)) {
      jar =
          jars.filter(f -> f.toString().matches(".*/lib/bench-cpu.*jar")).findFirst().orElseThrow();
    }
    Path original = jar.toRealPath();
    Files.delete(jar);
    Files.copy(original, jar);
    Cli.Answer answer = run.end();
    assertThat(answer.code()).as(answer.all()).isEqualTo(ExitCode.INTERNAL);
    assertThat(answer.err().lines().filter(l -> l.startsWith("assay: ")))
        .singleElement()
        .asString()
        .contains("bench-cpu", "changed while the run was under way");
    RunFolder folder = new RunStore(runs).list().getFirst();
    assertThat(folder.readForks().forks()).hasSizeBetween(1, 11);
    assertThat(folder.read().finishedUtc()).isNull();
  }

  private Call startForks(String signals, int forks, Path runs) throws IOException {
    return start(
        signals,
        JDK,
        "run",
        "-w",
        "gemm/m=31,n=33,k=35",
        "-t",
        "cpu-scalar",
        "--max-forks",
        String.valueOf(forks),
        "--no-report",
        "--out",
        runs.toString());
  }

  @Test
  void aRunUnderNohupGoesOnAtHangup() throws Exception {
    Path runs = root.resolve("runs");
    Call run = startForks("--ignore-signal=HUP", 3, runs);
    waitForFork(run.process(), runs);
    signal("HUP", run.process().pid());
    Cli.Answer answer = run.end();
    assertThat(answer.code()).as(answer.all()).isZero();
    assertThat(new RunStore(runs).list().getFirst().readForks().forks()).hasSize(3);
  }

  /** Until one fork is stored and another is under way. */
  private static void waitForFork(Process process, Path runs)
      throws IOException, InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
    while (System.nanoTime() < end && process.isAlive()) {
      List<RunFolder> folders = new RunStore(runs).list();
      boolean stored = !folders.isEmpty() && !folders.getFirst().readForks().forks().isEmpty();
      // One descendant is the JVM that plans.
      if (stored && process.descendants().count() > 1) {
        return;
      }
      Thread.sleep(20);
    }
    throw new AssertionError("no fork began");
  }
}
