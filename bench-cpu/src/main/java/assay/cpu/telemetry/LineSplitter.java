package assay.cpu.telemetry;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** Assembles lines from incoming bytes; the last line is held back until it is complete. */
final class LineSplitter {
  /** No reading is this long; longer lines are truncated, so that no stream can fill the memory. */
  static final int LONGEST = 4096;

  private final Consumer<String> lines;
  private final ByteArrayOutputStream begun = new ByteArrayOutputStream();

  /** Passes each complete line, without its terminator, to {@code lines}. */
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

  /** Discards an incomplete line. */
  void reset() {
    begun.reset();
  }
}
