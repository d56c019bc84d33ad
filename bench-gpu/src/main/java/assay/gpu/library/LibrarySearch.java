package assay.gpu.library;

import java.lang.foreign.Arena;
import java.lang.foreign.SymbolLookup;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds and loads a library, place by place; in each place its newest version first. A file that is
 * there and cannot be loaded is noted and the search goes on.
 */
final class LibrarySearch {
  private final LibraryPlaces places;

  LibrarySearch(LibraryPlaces places) {
    this.places = places;
  }

  /**
   * What is sought.
   *
   * @param name for messages
   * @param alternatives the versions that would do, the preferred first: for each the files to load
   *     in that order, the last being the library itself. All must lie in one folder.
   * @param remedy what to do where there is none
   */
  record Wanted(String name, List<List<String>> alternatives, String remedy) {
    /** Copies the lists. */
    Wanted {
      alternatives = alternatives.stream().map(List::copyOf).toList();
    }
  }

  /** What came of the search. */
  sealed interface Result {
    /** It is loaded. */
    record Found(SymbolLookup symbols, String path) implements Result {}

    /** It is nowhere. */
    record None(Library.Missing missing) implements Result {}
  }

  /** Where was looked, for messages. */
  String looked() {
    return places.looked();
  }

  /** Looks for it. */
  Result find(Wanted wanted) {
    List<String> broken = new ArrayList<>();
    try {
      Result.Found found = inFolders(wanted, places.before(), broken);
      if (found == null && places.asksLinker()) {
        found = byLinker(wanted);
      }
      if (found == null) {
        found = inFolders(wanted, places.after(), broken);
      }
      return found != null ? found : new Result.None(missing(wanted, broken));
    } catch (IllegalCallerException e) {
      return new Result.None(
          new Library.Missing(
              wanted.name(),
              "native access is denied: " + e.getMessage(),
              "start the JVM with --enable-native-access=ALL-UNNAMED"));
    }
  }

  private Library.Missing missing(Wanted wanted, List<String> broken) {
    List<String> files = wanted.alternatives().stream().map(List::getLast).toList();
    String reason =
        wanted.name() + " (" + String.join(", ", files) + ") is not in " + places.looked();
    return new Library.Missing(
        wanted.name(),
        broken.isEmpty() ? reason : reason + "; " + String.join("; ", broken),
        wanted.remedy());
  }

  private static Result.@Nullable Found inFolders(
      Wanted wanted, List<Path> folders, List<String> broken) {
    for (Path folder : folders) {
      for (List<String> files : wanted.alternatives()) {
        if (Files.exists(folder.resolve(files.getLast()))) {
          Result.Found found = load(folder, files, broken);
          if (found != null) {
            return found;
          }
        }
      }
    }
    return null;
  }

  private static Result.@Nullable Found load(Path folder, List<String> files, List<String> broken) {
    SymbolLookup symbols = null;
    for (String file : files) {
      Path path = folder.resolve(file);
      symbols = open(path.toString());
      if (symbols == null) {
        broken.add(
            Files.exists(path)
                ? path
                    + " is there and cannot be loaded: damaged, for another processor, or"
                    + " without what it needs"
                : path + ", a part of " + files.getLast() + ", is not there");
        return null;
      }
    }
    return symbols == null
        ? null
        : new Result.Found(symbols, folder.resolve(files.getLast()).toString());
  }

  private static Result.@Nullable Found byLinker(Wanted wanted) {
    for (List<String> files : wanted.alternatives()) {
      SymbolLookup symbols = null;
      for (String file : files) {
        symbols = open(file);
        if (symbols == null) {
          break;
        }
      }
      if (symbols != null) {
        String file = files.getLast();
        return new Result.Found(symbols, LibraryPlaces.mapped(file).orElse(file));
      }
    }
    return null;
  }

  /** Loads a file that lies beside a library, if it is there. */
  static void preload(Library.Loaded library, String file) {
    Path beside = Path.of(library.path()).resolveSibling(file);
    if (beside.isAbsolute() && Files.exists(beside)) {
      open(beside.toString());
    }
  }

  @SuppressWarnings("restricted") // Loading a library is the point.
  private static @Nullable SymbolLookup open(String library) {
    try {
      return SymbolLookup.libraryLookup(library, Arena.global());
    } catch (IllegalArgumentException e) {
      return null; // That is how a library that cannot be opened shows.
    }
  }
}
