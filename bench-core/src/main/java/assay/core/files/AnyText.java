package assay.core.files;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Text that others wrote: the kernel, firmware, a tool. It is read as UTF-8, and bytes that are
 * none become replacement characters, so that one of them does not cost the rest of the file. A
 * parser finds what is damaged.
 */
public final class AnyText {
  private AnyText() {}

  /** A whole file. */
  public static String read(Path file) throws IOException {
    return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
  }

  /** A file, line by line. */
  public static BufferedReader lines(Path file) throws IOException {
    // Unlike Files.newBufferedReader, it does not end at the first byte that is no UTF-8.
    return new BufferedReader(
        new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8));
  }
}
