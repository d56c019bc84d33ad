package assay.fpga.kernels;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The kernels' source in one piece, because an OpenCL compiler has no folder to search for included
 * files.
 */
public final class KernelSource {
  /** The file that includes all others. */
  public static final String MAIN = "assay.cl";

  private static final Pattern INCLUDE = Pattern.compile("\\s*#include \"([a-z0-9_]+\\.(cl|h))\"");

  private KernelSource() {}

  /** {@link #MAIN} with its includes expanded; guards take care of repetitions. */
  public static String text() {
    return text(MAIN);
  }

  private static String text(String file) {
    StringBuilder text = new StringBuilder();
    for (String line : (Iterable<String>) read(file).lines()::iterator) {
      Matcher include = INCLUDE.matcher(line);
      text.append(include.matches() ? text(include.group(1)) : line + "\n");
    }
    return text.toString();
  }

  private static String read(String file) {
    try (InputStream in = KernelSource.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException("kernel source " + file + " is missing: rebuild");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("kernel source " + file + " cannot be read", e);
    }
  }
}
