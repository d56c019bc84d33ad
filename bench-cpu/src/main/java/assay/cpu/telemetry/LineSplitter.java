package assay.cpu.telemetry;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** Puts lines together from bytes as they come; the last line waits until it is finished. */
final class LineSplitter {
  /** No reading is as long; what is longer is cut, so that no stream can fill the memory. */
  static final int LONGEST = 4096;

  private final Consumer<String> lines;
  private final ByteArrayOutputStream begun = new ByteArrayOutputStream();

  /** Hands each finished line, without its end, to {@code lines}. */
  LineSplitter(Consumer<String> lines) {
    this.lines = lines;
  }

  /** Takes the first {@code length} bytes. */
  void accept(byte[] bytes, int length) {
    for (int i = 0; i < length; i++) {
      if (bytes[i] == '\n') {
        lines.accept(begun.toString(StandardCharsets.UTF_8));
        begun.reset();
      } else if (begun.size() < LONGEST) {
        begun.write(bytes[i]);
      }
    }
  }

  /** Forgets a line that was begun and will not go on. */
  void reset() {
    begun.reset();
  }
}
