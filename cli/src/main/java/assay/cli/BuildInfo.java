package assay.cli;

import assay.core.record.RunRecord;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import picocli.CommandLine.IVersionProvider;

/** Version, commit and home folder of this program, as passed in by the launcher. */
final class BuildInfo implements IVersionProvider {
  @Override
  public String[] getVersion() {
    return new String[] {
      "assay "
          + version()
          + commit().map(c -> " (" + c + ")").orElse("")
          + ", "
          + System.getProperty("java.vm.name")
          + " "
          + System.getProperty("java.version")
    };
  }

  static String version() {
    String version = BuildInfo.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }

  static Optional<String> commit() {
    return Optional.ofNullable(System.getProperty("assay.commit")).filter(c -> !c.isBlank());
  }

  static RunRecord.Build record() {
    return new RunRecord.Build(version(), commit().orElse(null));
  }

  /** The launcher's process id; empty if Java was started without one. */
  static OptionalLong launcher() {
    Long pid = Long.getLong("assay.launcher");
    return pid == null ? OptionalLong.empty() : OptionalLong.of(pid);
  }

  /** Root of the repository or of the package; the working folder if the launcher gave none. */
  static Path home() {
    return Path.of(System.getProperty("assay.home", ""));
  }

  /** Where profiles are stored unless {@code --out} says otherwise. */
  static Path profiles() {
    return home().resolve("results").resolve("profiles");
  }

  /** Where runs are stored unless {@code --out} says otherwise. */
  static Path runs() {
    return home().resolve("results").resolve("runs");
  }
}
