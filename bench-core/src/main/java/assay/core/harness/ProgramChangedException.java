package assay.core.harness;

import java.io.Serial;
import java.nio.file.Path;
import java.util.Locale;

/** A file of this program was replaced while it measured: later forks would run another program. */
public final class ProgramChangedException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  ProgramChangedException(Path file) {
    super(
        String.format(
            Locale.ROOT,
            "%s changed while the run was under way, and a record holds the figures of one program: the run ends here, its earlier forks are stored; start a new one",
            file));
  }
}
