package assay.fpga.bitstream;

import assay.core.files.IoReason;
import assay.core.files.Sha256;
import assay.fpga.discovery.Vendor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A folder of bitstreams: one folder each, with {@value Manifest#NAME} and the file it describes.
 */
public final class Bitstreams {
  private final Path folder;

  /** Reads nothing yet. */
  public Bitstreams(Path folder) {
    this.folder = folder;
  }

  /**
   * The required bitstream.
   *
   * @param device the device's name as its driver gives it
   * @param sourceSha256 of the current kernels' source
   * @param kernels names of all required kernels
   */
  public record Wanted(Vendor vendor, String device, String sourceSha256, List<String> kernels) {
    /** Copies the list. */
    public Wanted {
      kernels = List.copyOf(kernels);
    }

    /** The name without the description that drivers append. */
    String board() {
      return device.split(" ", 2)[0];
    }
  }

  /**
   * The first matching bitstream, by folder name.
   *
   * @throws BitstreamException if none matches, with the difference of each
   */
  public Bitstream find(Wanted wanted) {
    List<String> refused = new ArrayList<>();
    for (Path candidate : candidates()) {
      try {
        Manifest manifest = Manifest.read(read(candidate.resolve(Manifest.NAME)), candidate);
        Optional<String> difference = difference(manifest, wanted);
        if (difference.isEmpty()) {
          return load(candidate, manifest);
        }
        refused.add(candidate.getFileName() + ": " + difference.get());
      } catch (BitstreamException e) {
        refused.add(Objects.requireNonNull(e.getMessage()));
      }
    }
    String found = refused.isEmpty() ? "there is none" : String.join("; ", refused);
    throw new BitstreamException(
        String.format(
            Locale.ROOT, "no bitstream in %s matches '%s': %s", folder, wanted.board(), found));
  }

  private List<Path> candidates() {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.filter(p -> Files.exists(p.resolve(Manifest.NAME))).sorted().toList();
    } catch (IOException e) {
      throw new BitstreamException("folder " + folder + " cannot be listed: " + IoReason.of(e));
    }
  }

  private static byte[] read(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new BitstreamException(file + " cannot be read: " + IoReason.of(e));
    }
  }

  /** The first difference between manifest and request; empty if there is none. */
  static Optional<String> difference(Manifest manifest, Wanted wanted) {
    if (!manifest.vendor().equals(wanted.vendor().id())) {
      return Optional.of(
          String.format(
              Locale.ROOT, "vendor is %s, expected %s", manifest.vendor(), wanted.vendor().id()));
    }
    if (!manifest.board().equals(wanted.board())) {
      return Optional.of(
          String.format(Locale.ROOT, "board is %s, expected %s", manifest.board(), wanted.board()));
    }
    List<String> missing =
        wanted.kernels().stream().filter(k -> !manifest.kernels().contains(k)).toList();
    if (!missing.isEmpty()) {
      return Optional.of("it lacks kernels " + String.join(", ", missing));
    }
    if (!manifest.sourceSha256().equals(wanted.sourceSha256())) {
      return Optional.of("it was built from different source: rebuild it");
    }
    boolean placed = wanted.vendor() != Vendor.INTEL && !manifest.banks().isEmpty();
    return placed
        ? Optional.of("banks are given, but only Intel's runtime supports them")
        : Optional.empty();
  }

  private static Bitstream load(Path folder, Manifest manifest) {
    Path file = folder.resolve(manifest.file());
    byte[] image = read(file);
    String actual = Sha256.of(image);
    if (!actual.equals(manifest.sha256())) {
      throw new BitstreamException(
          String.format(
              Locale.ROOT,
              "%s has SHA-256 %s, its manifest says %s",
              file,
              actual,
              manifest.sha256()));
    }
    return new Bitstream(folder, manifest, image);
  }
}
