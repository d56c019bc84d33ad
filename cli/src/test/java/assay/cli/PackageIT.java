package assay.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A package in a root folder that holds a shell, a C library and nothing else. */
class PackageIT {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final long LIMIT_SECONDS = 300;

  @TempDir static Path folder = Path.of("");
  private static @Nullable Path made;

  private record Answer(int code, String said) {}

  private static Answer run(List<String> command) throws IOException, InterruptedException {
    return run(Map.of(), command);
  }

  private static Answer run(Map<String, String> environment, List<String> command)
      throws IOException, InterruptedException {
    Path said = Files.createTempFile(folder, "said", ".txt");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(said.toFile())
            .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
    builder.environment().putAll(environment);
    Process process = builder.start();
    assertThat(process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)).as("%s ends", command).isTrue();
    return new Answer(process.exitValue(), Files.readString(said, StandardCharsets.UTF_8));
  }

  @BeforeAll
  static void make() throws Exception {
    Path out = folder.resolve("dist");
    Answer answer =
        run(
            List.of(
                ROOT.resolve("assay").toString(),
                "package",
                "-t",
                "cpu-scalar",
                "--no-archive",
                "--out",
                out.toString()));
    assertThat(answer.code()).as(answer.said()).isZero();
    try (Stream<Path> folders = Files.list(out)) {
      made = folders.findFirst().orElseThrow();
    }
    bare(Objects.requireNonNull(made));
  }

  /** Copies a shell and what the runtime is linked with beside the package. */
  private static void bare(Path root) throws Exception {
    List<Path> linked = new ArrayList<>(List.of(Path.of("/bin/sh").toRealPath()));
    for (String part :
        List.of("bin/java", "lib/server/libjvm.so", "lib/libnio.so", "lib/libnet.so")) {
      linked.add(root.resolve("runtime").resolve(part));
    }
    for (Path file : linked) {
      for (String line : run(List.of("ldd", file.toString())).said().split("\n", -1)) {
        for (String word : line.strip().split("\\s+", -1)) {
          if (word.startsWith("/") && !word.startsWith(root.toString())) {
            copy(Path.of(word.replace(":", "")), root);
          }
        }
      }
    }
    copy(Path.of("/bin/sh"), root);
    Files.createDirectories(root.resolve("tmp"));
    Files.createDirectories(root.resolve("proc"));
    Files.createFile(Files.createDirectories(root.resolve("dev")).resolve("null"));
  }

  private static void copy(Path file, Path root) throws IOException {
    Path to = root.resolve(file.toString().substring(1));
    if (Files.exists(file) && !Files.exists(to)) {
      Files.createDirectories(to.getParent());
      Files.copy(file, to);
    }
  }

  @AfterAll
  static void forget() {
    made = null;
  }

  /**
   * In that root folder, with /proc, /dev/null and the loopback device, which every Linux host has,
   * and without any other network where this machine has the tool to make one.
   */
  private static Answer inside(String... arguments) throws Exception {
    String root = Objects.requireNonNull(made).toString();
    assumeTrue(
        run(rooted(root, "/bin/sh", "-c", "exit 0")).code() == 0,
        "another root folder and a network of its own need the rights of root");
    List<String> command = new ArrayList<>(List.of("/bin/assay"));
    command.addAll(List.of(arguments));
    return run(rooted(root, command.toArray(String[]::new)));
  }

  private static List<String> rooted(String root, String... command) {
    List<String> all = new ArrayList<>(List.of("unshare", "--mount"));
    String loopback = "";
    if (Stream.of("/sbin/ip", "/usr/sbin/ip", "/bin/ip")
        .anyMatch(ip -> Files.exists(Path.of(ip)))) {
      all.add("--net");
      loopback = "PATH=$PATH:/sbin:/usr/sbin ip link set lo up && ";
    }
    all.addAll(
        List.of(
            "sh",
            "-c",
            loopback
                + "mount -t proc proc \"$1/proc\" && mount --bind /dev/null \"$1/dev/null\""
                + " && exec chroot \"$@\"",
            "sh",
            root));
    all.addAll(List.of(command));
    return all;
  }

  @Test
  void startsWithoutJavaOrAnythingElse() throws Exception {
    Answer answer = inside("--version");
    assertThat(answer.code()).as(answer.said()).isZero();
    assertThat(answer.said()).contains("assay ");
  }

  /** The host's own shell and tools are enough here. */
  private static String launcher() {
    return Objects.requireNonNull(made).resolve("bin/assay").toString();
  }

  @Test
  void worksThroughSymbolicLinks() throws Exception {
    Path bin = Files.createDirectory(folder.resolve("bin"));
    Path absolute = Files.createSymbolicLink(bin.resolve("one"), Path.of(launcher()));
    Path relative = Files.createSymbolicLink(bin.resolve("two"), Path.of("one"));
    for (Path link : List.of(absolute, relative)) {
      Answer answer = run(List.of(link.toString(), "--version"));
      assertThat(answer.code()).as(answer.said()).isZero();
    }
    Answer found =
        run(List.of("sh", "-c", "cd \"$1\" && PATH=.:$PATH two --version", "sh", bin.toString()));
    assertThat(found.code()).as(found.said()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "-XX:+UseG1GC, 0, assay ",
    "-XX:+UseG1GC -XX:+UseParallelGC, 5, assay: Java did not start",
    "-Djava.io.tmpdir=/dev/null, 5, 'assay: the temporary folder, /dev/null,'"
  })
  void theJvmsEndIsNoRegression(String options, int code, String said) throws Exception {
    Answer answer = run(Map.of("JAVA_TOOL_OPTIONS", options), List.of(launcher(), "--version"));
    assertThat(answer.code()).as(answer.said()).isEqualTo(code);
    assertThat(answer.said()).contains(said);
  }

  @ParameterizedTest
  @CsvSource({"INT, 130", "TERM, 143", "HUP, 129"})
  void aSignalReachesJava(String signal, int code) throws Exception {
    Answer answer =
        run(
            List.of(
                "env",
                "--default-signal",
                "timeout",
                "--foreground",
                "--preserve-status",
                "-s",
                signal,
                "3",
                launcher(),
                "monitor"));
    assertThat(answer.code()).as(answer.said()).isEqualTo(code);
  }

  @Test
  void carriesTheChosenTargetAlone() throws Exception {
    Answer answer = inside("list", "targets");
    assertThat(answer.code()).as(answer.said()).isZero();
    assertThat(answer.said()).contains("cpu-scalar").doesNotContain("cpu-simd");
    try (Stream<Path> jars = Files.list(Objects.requireNonNull(made).resolve("lib"))) {
      assertThat(jars.map(jar -> String.valueOf(jar.getFileName())))
          .anyMatch(name -> name.startsWith("bench-core"))
          .noneMatch(name -> name.startsWith("openblas"));
    }
  }

  @Test
  void measuresAndKeepsItsRecord() throws Exception {
    Answer answer =
        inside(
            "run",
            "-t",
            "cpu-scalar",
            "-w",
            "gemm/m=16,n=16,k=16",
            "--max-forks",
            "1",
            "--no-telemetry");
    assertThat(answer.code()).as(answer.said()).isZero();
    assertThat(answer.said())
        .containsPattern("cpu-scalar +f32 .* 0\\.[0-9]+ +[0-9.]+\n")
        .contains("report.html");
  }
}
