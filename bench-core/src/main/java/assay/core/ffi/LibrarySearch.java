package assay.core.ffi;

import assay.core.availability.Availability;
import assay.core.availability.Remedy;
import assay.core.files.AnyText;
import assay.core.files.IoReason;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.foreign.SymbolLookup;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How to find one library: its files, the places to search, and the remedy if it is missing. A file
 * that exists but cannot be loaded is noted, and the search continues.
 *
 * @param name the library's common name, for messages
 * @param alternatives acceptable versions, preferred first: for each, the files to load in order,
 *     the last being the library itself. All must be in one folder.
 * @param places in search order
 * @param remedy what to do if it is not found
 */
public record LibrarySearch(
    String name, List<List<String>> alternatives, List<Place> places, Remedy remedy) {
  public LibrarySearch {
    alternatives = alternatives.stream().map(List::copyOf).toList();
    places = List.copyOf(places);
  }

  /** A search for a single file. */
  public static LibrarySearch of(String name, String file, List<Place> places, Remedy remedy) {
    return new LibrarySearch(name, List.of(List.of(file)), places, remedy);
  }

  /** A file that could not be loaded. */
  private record Refused(String reason, Remedy remedy) {}

  /** Finds and loads the library. Never throws. */
  public Availability<NativeLibrary> find() {
    List<Refused> refused = new ArrayList<>();
    try {
      for (Place place : places) {
        Optional<NativeLibrary> found =
            switch (place) {
              case Place.LinkerPath _ -> byLinker();
              case Place.Folders(String _, List<Path> folders) -> inFolders(folders, refused);
              case Place.ClassPath resources -> unpacked(resources, refused);
            };
        if (found.isPresent()) {
          return new Availability.Available<>(found.get());
        }
      }
      return missing(refused);
    } catch (IllegalCallerException e) {
      return denied(e);
    }
  }

  /**
   * Loads the file that the user named, without searching elsewhere; if none is named, searches as
   * usual. Never throws.
   */
  public Availability<NativeLibrary> find(Named named) {
    String file = named.value();
    return file == null ? find() : open(Path.of(file), named);
  }

  /**
   * Loads the file that the user named, without searching elsewhere. Never throws.
   *
   * @param file a bare name that is not a file here is looked up on the linker's path
   * @param named the setting that names it
   */
  public Availability<NativeLibrary> open(Path file, Named named) {
    boolean bare = file.getParent() == null && !Files.exists(file);
    String path = bare ? file.toString() : file.toAbsolutePath().toString();
    try {
      Optional<SymbolLookup> symbols = CLibrary.open(path);
      if (symbols.isPresent()) {
        return new Availability.Available<>(new NativeLibrary(name, path, symbols.get()));
      }
      String state =
          Files.exists(file) ? "cannot be loaded: " + CLibrary.refusal(path) : "does not exist";
      return new Availability.Unavailable<>(
          String.format(Locale.ROOT, "no %s: %s, set by %s, %s", name, file, named, state),
          new Remedy.Advice("correct or unset " + named));
    } catch (IllegalCallerException e) {
      return denied(e);
    }
  }

  private static <T> Availability<T> denied(IllegalCallerException e) {
    return new Availability.Unavailable<>(
        "native access is denied: " + e.getMessage(), Remedy.JvmOption.NATIVE_ACCESS);
  }

  private Availability<NativeLibrary> missing(List<Refused> refused) {
    String files = alternatives.stream().map(List::getLast).collect(Collectors.joining(", "));
    String where = places.stream().map(Place::where).collect(Collectors.joining(" nor "));
    String reason =
        String.format(
            Locale.ROOT,
            "%s (%s) is %s%s",
            name,
            files,
            places.size() > 1 ? "neither " : "not ",
            where);
    return new Availability.Unavailable<>(
        Stream.concat(Stream.of(reason), refused.stream().map(Refused::reason))
            .collect(Collectors.joining("; ")),
        refused.isEmpty()
            ? remedy
            : new Remedy.AnyOf(
                Stream.concat(refused.stream().map(Refused::remedy), Stream.of(remedy)).toList()));
  }

  private Optional<NativeLibrary> byLinker() {
    for (List<String> files : alternatives) {
      Optional<SymbolLookup> symbols = Optional.empty();
      for (String file : files) {
        symbols = CLibrary.open(file);
        if (symbols.isEmpty()) {
          break;
        }
      }
      if (symbols.isPresent()) {
        String file = files.getLast();
        return Optional.of(new NativeLibrary(name, mapped(file).orElse(file), symbols.get()));
      }
    }
    return Optional.empty();
  }

  /** The path of a loaded library with this file name, from this process's memory map. */
  private static Optional<String> mapped(String file) {
    return mapped(file, Path.of("/proc/self/maps"));
  }

  static Optional<String> mapped(String file, Path map) {
    try (BufferedReader lines = AnyText.lines(map)) {
      return lines
          .lines()
          .filter(line -> line.contains("/"))
          .map(line -> line.substring(line.indexOf('/')))
          .filter(path -> path.endsWith("/" + file) || path.contains("/" + file + "."))
          .findFirst();
    } catch (IOException | UncheckedIOException e) {
      return Optional.empty();
    }
  }

  private Optional<NativeLibrary> inFolders(List<Path> folders, List<Refused> refused) {
    for (Path folder : folders) {
      for (List<String> files : alternatives) {
        if (Files.exists(folder.resolve(files.getLast()))) {
          Optional<NativeLibrary> found = load(folder, files, refused);
          if (found.isPresent()) {
            return found;
          }
        }
      }
    }
    return Optional.empty();
  }

  private Optional<NativeLibrary> load(Path folder, List<String> files, List<Refused> refused) {
    Optional<SymbolLookup> symbols = Optional.empty();
    for (String file : files) {
      Path path = folder.resolve(file);
      symbols = CLibrary.open(path.toString());
      if (symbols.isEmpty()) {
        refused.add(refused(path, files.getLast()));
        return Optional.empty();
      }
    }
    String library = folder.resolve(files.getLast()).toString();
    return symbols.map(found -> new NativeLibrary(name, library, found));
  }

  private static Refused refused(Path file, String library) {
    return Files.exists(file)
        ? new Refused(
            file + " exists but cannot be loaded: " + CLibrary.refusal(file.toString()),
            new Remedy.Advice("reinstall " + file + " ('ldd' shows which libraries it is missing)"))
        : new Refused(
            file + ", a part of " + library + ", does not exist",
            new Remedy.Install(file.toString()));
  }

  private Optional<NativeLibrary> unpacked(Place.ClassPath resources, List<Refused> refused) {
    for (List<String> files : alternatives) {
      String library = files.getLast();
      if (resources.owner().getResource(resources.folder() + "/" + library) != null) {
        try {
          return unpacked(resources, library, refused);
        } catch (IOException e) {
          refused.add(
              new Refused(
                  library + " cannot be unpacked: " + IoReason.of(e),
                  new Remedy.SetVariable(
                      "TMPDIR", "a folder that can be written, with free space")));
        }
      }
    }
    return Optional.empty();
  }

  private Optional<NativeLibrary> unpacked(
      Place.ClassPath resources, String library, List<Refused> refused) throws IOException {
    List<String> files = new ArrayList<>(resources.beside());
    files.add(library);
    Path folder = Files.createTempDirectory("assay-library");
    try {
      for (String file : files) {
        String resource = resources.folder() + "/" + file;
        try (InputStream in = resources.owner().getResourceAsStream(resource)) {
          if (in == null) {
            throw new IOException(file + " is not on the class path");
          }
          Files.copy(in, folder.resolve(file));
        }
      }
      String path = folder.resolve(library).toString();
      Optional<SymbolLookup> symbols = CLibrary.open(path);
      if (symbols.isEmpty()) {
        refused.add(
            new Refused(
                path + " was unpacked but cannot be loaded: " + CLibrary.refusal(path),
                new Remedy.SetVariable("TMPDIR", "a folder that is not mounted noexec")));
      }
      return symbols.map(found -> new NativeLibrary(name, library, found));
    } finally {
      for (String file : files) {
        Files.deleteIfExists(folder.resolve(file));
      }
      Files.deleteIfExists(folder);
    }
  }

  /** Loads a file next to a library, if it exists. */
  public static void loadBeside(NativeLibrary library, String file) {
    Path beside = Path.of(library.path()).resolveSibling(file);
    if (beside.isAbsolute() && Files.exists(beside)) {
      CLibrary.open(beside.toString());
    }
  }
}
