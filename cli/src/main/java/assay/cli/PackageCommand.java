package assay.cli;

import assay.core.environment.ClassPathEntry;
import assay.core.spi.Target;
import assay.core.spi.TargetName;
import assay.core.spi.Targets;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code assay package}: builds a package for a bare host. */
@Command(
    name = "package",
    description = {
      "Build an archive that runs on a bare Linux host, with its own Java runtime and the chosen",
      "targets. The host needs only a shell and a C library: no Java, Maven or network."
    },
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  assay package -t cuda --out dist",
      "  assay package -t cpu-simd -t cpu-scalar --out dist"
    })
final class PackageCommand implements Callable<Integer> {
  private static final double MIB = 1 << 20;

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = {"-t", "--target"},
      split = ",",
      paramLabel = "TARGET",
      description = "Targets to include (default: all).")
  private List<String> targets = new ArrayList<>();

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "Output folder for the archive and its unpacked form.")
  private Path out = Path.of("");

  @Option(names = "--no-archive", description = "Build only the folder, no archive.")
  private boolean noArchive;

  @Option(names = "--json", description = "JSON on standard output.")
  private boolean json;

  PackageCommand() {}

  @Override
  public Integer call() throws IOException, InterruptedException {
    PathCheck.folderToWrite("--out", out);
    List<Target> chosen = new ArrayList<>();
    for (String id : targets) {
      TargetName name = TargetName.parse(id);
      if (name.device() != null) {
        throw new UsageException(
            "'"
                + id
                + "' names a device, but a package also runs on hosts with other devices: use '"
                + name.target()
                + "' here and choose the device there with -t");
      }
      chosen.add(Targets.byId(id).orElseThrow(() -> new UsageException(Targets.unknown(id))));
    }
    HostPackage made = new HostPackage(chosen.isEmpty() ? Targets.all() : chosen);
    Path folder = out.resolve(made.name());
    if (Files.exists(folder)) {
      throw new UsageException(folder + " already exists: remove it, or choose another --out");
    }
    made.write(folder, libraries());
    print(folder, noArchive ? null : HostPackage.pack(folder));
    return ExitCode.OK;
  }

  /** The folder with the jars that this program runs from. */
  private static Path libraries() {
    Path own = ClassPathEntry.of(PackageCommand.class).orElseThrow();
    if (!Files.isRegularFile(own)) {
      throw new UsageException(
          "a package is built from jars, but this program runs from "
              + own
              + ": start it with ./assay");
    }
    return Objects.requireNonNull(own.getParent());
  }

  private void print(Path folder, @Nullable Path archive) throws IOException {
    PrintWriter stdout = Objects.requireNonNull(spec).commandLine().getOut();
    if (json) {
      Map<String, Object> answer = new LinkedHashMap<>();
      answer.put("folder", folder.toString());
      if (archive != null) {
        answer.put("archive", archive.toString());
        answer.put("bytes", Files.size(archive));
      }
      stdout.println(Json.write(answer));
    } else if (archive == null) {
      stdout.println("package: " + folder);
    } else {
      stdout.printf(Locale.ROOT, "package: %s (%.1f MiB)%n", archive, Files.size(archive) / MIB);
      stdout.printf(
          Locale.ROOT,
          "on the host: tar -xJf %s && %s/bin/assay doctor%n",
          archive.getFileName(),
          folder.getFileName());
    }
    stdout.flush();
  }
}
