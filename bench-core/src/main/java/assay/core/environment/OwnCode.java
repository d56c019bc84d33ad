package assay.core.environment;

import assay.core.availability.Availability;
import assay.core.availability.Availability.Available;
import assay.core.availability.Availability.Unavailable;
import assay.core.files.IoReason;
import assay.core.files.Sha256;
import assay.core.spi.Target;
import assay.core.spi.Targets;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * The code that measured: for each target a hash of its class path entry (jar or folder), under
 * {@code kernels.<target>}, and one of the harness's.
 *
 * <p>The hash is the SHA-256 of what {@code sha256sum} prints for the entry's files in the order of
 * their names. The manifest and Maven's own files are left out, since they describe the build and
 * not the code; so a jar and the folder it was built from have the same hash.
 */
final class OwnCode {
  private static final String MANIFEST = "META-INF/MANIFEST.MF";
  private static final String MAVEN = "META-INF/maven/";

  private final Map<Path, Availability<String>> hashes = new HashMap<>();

  private OwnCode() {}

  static void read(Findings findings) {
    OwnCode code = new OwnCode();
    code.kernels(findings);
    findings.settings(Fingerprint.HARNESS, code.hash(OwnCode.class));
  }

  private void kernels(Findings findings) {
    try {
      List<Target> targets = Targets.all();
      for (Target target : targets) {
        findings.settings(Fingerprint.KERNELS + "." + target.id(), hash(target.getClass()));
      }
      if (targets.isEmpty()) {
        findings.settings(
            Fingerprint.KERNELS, new Unavailable<>("there is no target on the class path"));
      }
    } catch (ServiceConfigurationError e) {
      findings.settings(
          Fingerprint.KERNELS,
          new Unavailable<>("the targets cannot be listed: " + e.getMessage()));
    }
  }

  private Availability<String> hash(Class<?> type) {
    Optional<Path> entry = ClassPathEntry.of(type);
    if (entry.isEmpty()) {
      return new Unavailable<>(type.getName() + " was not loaded from a jar or a folder");
    }
    return hashes.computeIfAbsent(entry.get(), OwnCode::hash);
  }

  /** The hash of the content of a jar or folder. */
  static Availability<String> hash(Path entry) {
    try {
      SortedMap<String, String> files = Files.isDirectory(entry) ? folder(entry) : jar(entry);
      StringBuilder listing = new StringBuilder();
      files.forEach((name, sha256) -> listing.append(sha256 + "  " + name + "\n"));
      return new Available<>(Sha256.of(listing.toString()));
    } catch (IOException e) {
      return new Unavailable<>(entry.getFileName() + " cannot be read: " + IoReason.of(e));
    }
  }

  private static SortedMap<String, String> folder(Path folder) throws IOException {
    SortedMap<String, String> files = new TreeMap<>();
    try (Stream<Path> walk = Files.walk(folder)) {
      for (Path file : walk.filter(Files::isRegularFile).toList()) {
        String name = folder.relativize(file).toString().replace('\\', '/');
        if (isCode(name)) {
          files.put(name, Sha256.of(Files.readAllBytes(file)));
        }
      }
    }
    return files;
  }

  private static SortedMap<String, String> jar(Path jar) throws IOException {
    SortedMap<String, String> files = new TreeMap<>();
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      for (ZipEntry entry : zip.stream().toList()) {
        if (!entry.isDirectory() && isCode(entry.getName())) {
          try (InputStream in = zip.getInputStream(entry)) {
            files.put(entry.getName(), Sha256.of(in.readAllBytes()));
          }
        }
      }
    }
    return files;
  }

  private static boolean isCode(String name) {
    return !name.equals(MANIFEST) && !name.startsWith(MAVEN);
  }
}
