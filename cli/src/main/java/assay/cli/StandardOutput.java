package assay.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The process's standard output. It remembers the first failed write, which a {@link
 * java.io.PrintStream} would only count. If the reader has closed the pipe, a write throws {@link
 * ClosedPipeException}, which ends the command.
 */
final class StandardOutput extends FileOutputStream {
  private static final Path SELF = Path.of("/proc/self/fd/1");

  private volatile @Nullable IOException failure;

  StandardOutput() {
    super(FileDescriptor.out);
  }

  Optional<IOException> failure() {
    return Optional.ofNullable(failure);
  }

  @Override
  public void write(byte[] bytes, int from, int length) throws IOException {
    try {
      super.write(bytes, from, length);
    } catch (IOException e) {
      if (isPipe(e)) {
        throw new ClosedPipeException();
      }
      if (failure == null) {
        failure = e;
      }
      throw e;
    }
  }

  /** The message alone does not tell everywhere: the system words it in the user's language. */
  private static boolean isPipe(IOException e) {
    try {
      return "Broken pipe".equals(e.getMessage())
          || Files.readSymbolicLink(SELF).toString().matches("(pipe|socket):.*");
    } catch (IOException | UnsupportedOperationException unknown) {
      return false;
    }
  }
}
