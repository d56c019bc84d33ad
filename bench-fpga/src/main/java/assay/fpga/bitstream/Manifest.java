package assay.fpga.bitstream;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Description of a bitstream: {@code manifest.json} beside it, written by the build script.
 *
 * @param formatVersion {@value #FORMAT}
 * @param file name of the bitstream in the manifest's folder
 * @param sha256 of that file, 64 lower-case hexadecimal digits
 * @param sourceSha256 of the kernels' source it was built from, in one piece
 * @param vendor as {@link assay.fpga.discovery.Vendor#id()}
 * @param board the name its driver gives, up to the first space
 * @param toolVersion of the compiler, as it reports it
 * @param parameters the sizes and replications it was built with, with their names in {@code
 *     parameters.h}
 * @param flags the compiler's command line
 * @param fmaxMhz clock of the kernels after timing closure in MHz; null for an emulation
 * @param resources by kind, such as {@code dsp}; empty for an emulation
 * @param kernels names of all kernels in it
 * @param banks numbers of Intel memory banks over which buffers are spread; empty if the driver
 *     places them
 */
public record Manifest(
    int formatVersion,
    String file,
    String sha256,
    String sourceSha256,
    String vendor,
    String board,
    String toolVersion,
    Map<String, Long> parameters,
    List<String> flags,
    @Nullable Double fmaxMhz,
    Map<String, Resource> resources,
    List<String> kernels,
    List<Integer> banks) {
  /** Name of the file. */
  public static final String NAME = "manifest.json";

  /** The version of this format. */
  public static final int FORMAT = 1;

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .build();

  /**
   * Usage of one kind of resource.
   *
   * @param used not negative
   * @param available at least {@code used}, at least 1
   */
  public record Resource(long used, long available) {
    /** Checks the range. */
    public Resource {
      if (used < 0 || available < 1 || used > available) {
        throw new IllegalArgumentException(
            String.format(Locale.ROOT, "%d used of %d", used, available));
      }
    }

    /** Fraction used, from 0 to 1. */
    public double share() {
      return (double) used / available;
    }
  }

  /**
   * @throws IllegalArgumentException if a value is out of range
   */
  public Manifest {
    if (formatVersion != FORMAT) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT, "format version %d, this program reads %d", formatVersion, FORMAT));
    }
    // A manifest is external input: it must not point outside its folder.
    if (file.isEmpty() || file.contains("/") || file.startsWith(".")) {
      throw new IllegalArgumentException("file '" + file + "' is not the name of a file beside it");
    }
    digest("sha256", sha256);
    digest("sourceSha256", sourceSha256);
    if (fmaxMhz != null && !(fmaxMhz > 0 && Double.isFinite(fmaxMhz))) {
      throw new IllegalArgumentException("fmaxMhz " + fmaxMhz + " is not a clock frequency");
    }
    parameters = Map.copyOf(parameters);
    resources = Collections.unmodifiableMap(new LinkedHashMap<>(resources));
    flags = List.copyOf(flags);
    kernels = List.copyOf(kernels);
    banks = List.copyOf(banks);
  }

  private static void digest(String name, String value) {
    if (!value.matches("[0-9a-f]{64}")) {
      throw new IllegalArgumentException(name + " is not a SHA-256: " + value);
    }
  }

  /**
   * Reads a manifest.
   *
   * @param origin for messages
   * @throws BitstreamException if it is damaged
   */
  static Manifest read(byte[] json, Path origin) {
    try {
      return MAPPER.readValue(json, Manifest.class);
    } catch (JacksonException e) {
      Throwable cause = e.getCause() instanceof IllegalArgumentException own ? own : e;
      String message = String.valueOf(cause.getMessage()).lines().findFirst().orElse("not JSON");
      throw new BitstreamException(origin + " cannot be read: " + message);
    }
  }

  /** Its JSON form. */
  public String toJson() {
    return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(this) + "\n";
  }
}
