package assay.core.data;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NotDirectoryException;

/** One-line reasons for exceptions whose own message is a bare path or null. */
final class Errors {
  private Errors() {}

  static String reason(IOException e) {
    return switch (e) {
      case AccessDeniedException _ -> "permission denied";
      case FileAlreadyExistsException _ -> "a file with that name already exists";
      case NotDirectoryException _ -> "not a folder";
      case ClosedByInterruptException _ -> "interrupted";
      case FileSystemException f when f.getReason() != null -> oneLine(f.getReason());
      default -> {
        String message = e.getMessage();
        String type = e.getClass().getSimpleName();
        yield message == null || message.isBlank() ? type : oneLine(message);
      }
    };
  }

  static String oneLine(String text) {
    return text.strip().replaceAll("\\s+", " ");
  }
}
