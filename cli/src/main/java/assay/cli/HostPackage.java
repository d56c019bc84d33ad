package assay.cli;

import assay.core.spi.Target;
import assay.core.spi.Targets;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * A folder that runs on a bare Linux host: a Java runtime, Assay's jars, those of the chosen
 * targets, and a launcher that needs only a shell.
 */
final class HostPackage {
  /** Modules that the class path needs ({@code jdeps}), and Flight Recorder for JMH's profilers. */
  static final List<String> MODULES =
      List.of(
          "java.base",
          "java.desktop",
          "java.logging",
          "java.management",
          "java.net.http",
          "java.sql",
          "java.xml",
          "jdk.incubator.vector",
          "jdk.jfr",
          "jdk.management",
          "jdk.unsupported");

  private final List<Target> targets;

  HostPackage(List<Target> targets) {
    this.targets = List.copyOf(targets);
  }

  /** Name of the folder and, with its extension, of the archive. */
  String name() {
    return "assay-"
        + BuildInfo.version()
        + "-"
        + targets.stream().map(Target::id).collect(Collectors.joining("-"))
        + "-linux-"
        + (System.getProperty("os.arch").equals("amd64")
            ? "x86_64"
            : System.getProperty("os.arch"));
  }

  /**
   * Builds the folder.
   *
   * @param folder must not exist
   * @param libraries folder with the jars that this program runs from
   */
  void write(Path folder, Path libraries) throws IOException, InterruptedException {
    Files.createDirectories(folder.resolve("bin"));
    Path lib = Files.createDirectory(folder.resolve("lib"));
    try (DirectoryStream<Path> jars = Files.newDirectoryStream(libraries, "*.jar")) {
      for (Path jar : jars) {
        if (wanted(String.valueOf(jar.getFileName()))) {
          unpacked(jar, lib.resolve(String.valueOf(jar.getFileName())));
        }
      }
    }
    runtime(folder.resolve("runtime"));
    Path launcher = folder.resolve("bin").resolve("assay");
    Files.writeString(launcher, launcher());
    Files.setPosixFilePermissions(launcher, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.writeString(folder.resolve("README"), readme());
    tools(folder);
    Path license = BuildInfo.home().resolve("LICENSE");
    if (Files.exists(license)) {
      Files.copy(license, folder.resolve("LICENSE"));
    }
  }

  private void tools(Path folder) throws IOException {
    for (Target target : targets) {
      for (String tool : target.tools()) {
        Path from = BuildInfo.home().resolve(tool);
        if (!Files.exists(from)) {
          throw new UsageException(
              from
                  + ", which belongs to "
                  + target.id()
                  + ", is missing: run ./assay from a checkout");
        }
        Path tools = Files.createDirectories(folder.resolve("tools"));
        Files.copy(
            from,
            tools.resolve(String.valueOf(from.getFileName())),
            StandardCopyOption.COPY_ATTRIBUTES);
      }
    }
  }

  /** Whether a jar is shared or belongs to a chosen target. */
  private boolean wanted(String jar) {
    boolean chosen =
        targets.stream().flatMap(t -> t.libraries().stream()).anyMatch(jar::startsWith);
    boolean others =
        Targets.all().stream().flatMap(t -> t.libraries().stream()).anyMatch(jar::startsWith);
    return chosen || !others;
  }

  /** Copies a jar without compression: the archive as a whole then compresses far better. */
  private static void unpacked(Path jar, Path to) throws IOException {
    try (ZipFile from = new ZipFile(jar.toFile());
        ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(to))) {
      out.setLevel(0);
      for (Enumeration<? extends ZipEntry> all = from.entries(); all.hasMoreElements(); ) {
        ZipEntry entry = all.nextElement();
        ZipEntry copy = new ZipEntry(entry.getName());
        copy.setTime(entry.getTime());
        out.putNextEntry(copy);
        try (InputStream in = from.getInputStream(entry)) {
          in.transferTo(out);
        }
        out.closeEntry();
      }
    }
  }

  private static void runtime(Path to) throws IOException, InterruptedException {
    Path jlink = Path.of(System.getProperty("java.home"), "bin", "jlink");
    if (!Files.isExecutable(jlink)) {
      throw new UsageException(
          "this Java has no " + jlink + ", needed to build the package's runtime: use a full JDK");
    }
    run(
        List.of(
            jlink.toString(),
            "--add-modules",
            String.join(",", MODULES),
            // The archive is compressed as a whole; compressed entries would not compress again.
            "--compress",
            "zip-0",
            "--strip-debug",
            "--no-header-files",
            "--no-man-pages",
            "--output",
            to.toString()));
  }

  /** Where the package is, then what both launchers do, then the call of Java. */
  private String launcher() throws IOException {
    String chosen = targets.stream().map(Target::id).collect(Collectors.joining(","));
    return """
    #!/bin/sh
    # Starts Assay with the bundled Java runtime; needs nothing else from the host.
    case $0 in
      */*) self=$0 ;;
      *) self=./$0 ;;
    esac
    while [ -L "$self" ]; do
      to=$(readlink "$self") || { echo "assay: $self is a link, and there is no readlink to follow it" >&2; exit 5; }
      case $to in
        /*) self=$to ;;
        *) self=${self%/*}/$to ;;
      esac
    done
    root=$(cd "${self%/*}/.." && pwd -P) || exit 5

    """
        + common()
        + String.format(
            Locale.ROOT,
            """

            if [ "${1:-}" = jmh ]; then
              flags="--add-modules=jdk.incubator.vector -Djdk.incubator.vector.VECTOR_ACCESS_OOB_CHECK=0"
            else
              flags="$collector -XX:TieredStopAtLevel=1"
            fi
            [ -t 2 ] && flags="$flags -Dassay.stderr.terminal=true"
            # shellcheck disable=SC2086
            run_java "$root/runtime/bin/java" $flags -XX:+DisplayVMOutputToStderr -Xshare:auto \\
              --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow \\
              ${temporary:+"-Djava.io.tmpdir=$temporary"} -Dassay.launcher=$$ -Dassay.home="$root" -Dassay.commit=%s \\
              -D%s=%s -cp "$root/lib/*" assay.cli.Assay "$@"; exit "$code"
            """,
            BuildInfo.commit().orElse(""),
            Targets.CHOSEN,
            chosen);
  }

  private static String common() throws IOException {
    try (InputStream script = HostPackage.class.getResourceAsStream("launch.sh")) {
      return new String(Objects.requireNonNull(script).readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private String readme() {
    return String.format(
        Locale.ROOT,
        """
        Assay %s for %s

        bin/assay doctor                 what works on this host, and what is missing
        bin/assay conformance -t TARGET  the checks that every target must pass, on this host
        bin/assay run -t TARGET --suite quick
        %s
        Runs are stored in results/runs, each with a report.html. Java and Maven are not needed,
        and no network except loopback.
        """,
        BuildInfo.version(),
        targets.stream().map(Target::id).collect(Collectors.joining(", ")),
        toolsLine());
  }

  private String toolsLine() {
    List<String> tools =
        targets.stream()
            .flatMap(target -> target.tools().stream())
            .map(tool -> String.valueOf(Path.of(tool).getFileName()))
            .toList();
    return tools.isEmpty()
        ? ""
        : String.format(
            Locale.ROOT,
            "tools/                           tools of these targets: %s%n",
            String.join(", ", tools));
  }

  /**
   * Packs a folder into an archive next to it.
   *
   * @return the archive
   */
  static Path pack(Path folder) throws IOException, InterruptedException {
    Path parent = folder.toAbsolutePath().getParent();
    Path archive = folder.resolveSibling(folder.getFileName() + ".tar.xz");
    ProcessBuilder tar =
        new ProcessBuilder(
            "tar",
            "--sort=name",
            "--owner=0",
            "--group=0",
            "-cJf",
            archive.toAbsolutePath().toString(),
            "-C",
            String.valueOf(parent),
            String.valueOf(folder.getFileName()));
    tar.environment().putAll(Map.of("XZ_OPT", "-9 -T1"));
    finish(tar);
    return archive;
  }

  private static void run(List<String> command) throws IOException, InterruptedException {
    finish(new ProcessBuilder(new ArrayList<>(command)));
  }

  private static void finish(ProcessBuilder command) throws IOException, InterruptedException {
    Process process;
    try {
      process = command.redirectErrorStream(true).start();
    } catch (IOException e) {
      throw new IOException(
          "'" + command.command().getFirst() + "' is needed to build a package: install it", e);
    }
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException(
          command.command().getFirst()
              + " ended with exit code "
              + process.exitValue()
              + ": "
              + said.strip());
    }
  }
}
