package assay.core.ffi;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** A place to search for a library. */
public sealed interface Place {
  /** The place as a phrase for messages, such as {@code in /usr/lib}. */
  String where();

  /** The dynamic linker's search path: LD_LIBRARY_PATH, its cache, the system folders. */
  record LinkerPath() implements Place {
    @Override
    public String where() {
      return "on the linker's path";
    }
  }

  /**
   * Folders, in search order.
   *
   * @param where the folders as a phrase, for messages
   */
  record Folders(String where, List<Path> folders) implements Place {
    public Folders {
      folders = List.copyOf(folders);
    }

    /** Folders that messages list by their paths. */
    public static Folders of(List<Path> folders) {
      return new Folders(
          folders.stream().map(Path::toString).collect(Collectors.joining(", ", "in ", "")),
          folders);
    }
  }

  /**
   * A resource folder on the class path. The library is unpacked, loaded and deleted: on Linux a
   * mapped library no longer needs its file.
   *
   * @param owner a class that sees the resources
   * @param folder absolute, without a trailing slash
   * @param beside files to unpack next to the library, which finds them there
   */
  record ClassPath(Class<?> owner, String folder, List<String> beside) implements Place {
    public ClassPath {
      beside = List.copyOf(beside);
    }

    @Override
    public String where() {
      return "on the class path";
    }
  }
}
