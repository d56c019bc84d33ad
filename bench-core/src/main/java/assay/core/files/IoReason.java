package assay.core.files;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/** Why reading or writing failed, for exceptions whose own message is a bare path or null. */
public final class IoReason {
  private IoReason() {}

  /** The reason in one line, without the file's name. */
  public static String of(IOException e) {
    return switch (e) {
      case NoSuchFileException _ -> "there is no such file or folder";
      case AccessDeniedException _ -> "permission denied";
      case FileAlreadyExistsException _ -> "a file with that name already exists";
      case NotDirectoryException _ -> "not a folder";
      case DirectoryNotEmptyException _ -> "the folder is not empty";
      case ClosedByInterruptException _ -> "interrupted";
      case FileSystemException f when f.getReason() != null -> oneLine(f.getReason());
      default -> {
        String message = e.getMessage();
        yield message == null || message.isBlank()
            ? e.getClass().getSimpleName()
            : oneLine(message);
      }
    };
  }

  /** The reason after the names of the files that it is about. */
  public static String withFile(FileSystemException e) {
    String other = e.getOtherFile() == null ? "" : " and " + e.getOtherFile();
    return e.getFile() == null ? of(e) : e.getFile() + other + ": " + of(e);
  }

  /** A text on one line. */
  public static String oneLine(String text) {
    return text.strip().replaceAll("\\s+", " ");
  }
}
