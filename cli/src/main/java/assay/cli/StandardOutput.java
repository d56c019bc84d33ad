package assay.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The process's standard output. It remembers the first failed write, which a {@link
 * java.io.PrintStream} would only count. A reader that has closed the pipe is not a failure: it has
 * read what it wanted.
 */
final class StandardOutput extends FileOutputStream {
  private static final String CLOSED_PIPE = "Broken pipe";
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
      if (failure == null && !CLOSED_PIPE.equals(e.getMessage())) {
        failure = e;
      }
      throw e;
    }
  }
}
