package assay.core.record;

import assay.core.files.IoReason;
import java.io.IOException;
import java.io.Serial;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Errors of stored runs; each message is one actionable line. */
public abstract sealed class RunStoreException extends IOException {
  @Serial private static final long serialVersionUID = 1L;

  private RunStoreException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  /** A folder or file cannot be written. */
  public static final class Unwritable extends RunStoreException {
    @Serial private static final long serialVersionUID = 1L;

    public Unwritable(Path path, IOException cause) {
      super("cannot write " + path + ": " + IoReason.of(cause), cause);
    }
  }

  /** A file cannot be read, or is not a record. */
  public static final class Damaged extends RunStoreException {
    @Serial private static final long serialVersionUID = 1L;

    public Damaged(String origin, String problem, @Nullable Throwable cause) {
      super(origin + " is damaged: " + problem, cause);
    }
  }

  /** A record has a schema version that cannot be read. */
  public static final class OtherVersion extends RunStoreException {
    @Serial private static final long serialVersionUID = 1L;

    public OtherVersion(String origin, String version) {
      super(
          origin
              + " has schema version "
              + version
              + ", but this version of Assay reads "
              + SchemaVersion.OLDEST
              + " to "
              + SchemaVersion.CURRENT
              + ": open it with the version of Assay that wrote it",
          null);
    }
  }

  /** No run, or more than one, matches the requested name. */
  public static final class NotFound extends RunStoreException {
    @Serial private static final long serialVersionUID = 1L;

    public NotFound(String message) {
      super(message, null);
    }
  }
}
