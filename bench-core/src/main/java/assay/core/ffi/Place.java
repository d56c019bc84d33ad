package assay.core.ffi;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** A place where a library can lie. */
public sealed interface Place {
  /** Where it is, behind a verb; for messages: {@code in /usr/lib}. */
  String where();

  /** Where the dynamic linker looks: LD_LIBRARY_PATH, its cache, the system's folders. */
  record LinkerPath() implements Place {
    @Override
    public String where() {
      return "on the linker's path";
    }
  }

  /**
   * Folders, in their order.
   *
   * @param where for messages
   */
  record Folders(String where, List<Path> folders) implements Place {
    /** Copies the list. */
    public Folders {
      folders = List.copyOf(folders);
    }

    /** Folders that the message lists. */
    public static Folders of(List<Path> folders) {
      return new Folders(
          folders.stream().map(Path::toString).collect(Collectors.joining(", ", "in ", "")),
          folders);
    }
  }

  /**
   * A folder among the class path's resources. The library is unpacked, loaded and deleted again: a
   * mapped library needs its file no more on Linux.
   *
   * @param owner a class that sees the resources
   * @param folder absolute, without a slash at its end
   * @param beside files that are unpacked beside the library, which finds them there itself
   */
  record ClassPath(Class<?> owner, String folder, List<String> beside) implements Place {
    /** Copies the list. */
    public ClassPath {
      beside = List.copyOf(beside);
    }

    @Override
    public String where() {
      return "on the class path";
    }
  }
}
