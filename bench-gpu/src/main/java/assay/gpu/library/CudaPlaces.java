package assay.gpu.library;

import assay.core.ffi.Named;
import assay.core.ffi.Place;
import java.io.File;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where NVIDIA's libraries are searched for, in this order: the CUDA toolkit that the environment
 * names, the linker's path, the toolkits in the usual folder, NVIDIA's packages for Python. Folders
 * that the user names replace them all.
 */
final class CudaPlaces {
  /** Settings that name folders, separated as in PATH. */
  static final Named NAMED = new Named("assay.cuda.libraries", "ASSAY_CUDA_LIBRARIES");

  private static final Pattern RELEASE = Pattern.compile("cuda-(\\d{1,4})\\.(\\d{1,4})");
  private static final Path LOCAL = Path.of("/usr/local");

  private CudaPlaces() {}

  /** The places of this machine. */
  static List<Place> ofHost() {
    return of(System.getenv(), LOCAL, pythons(System.getenv()));
  }

  /**
   * The places by an environment.
   *
   * @param local where toolkits are installed, for example {@code /usr/local}
   * @param pythons folders that may hold {@code python3.x/site-packages}, or are such folders
   */
  static List<Place> of(Map<String, String> environment, Path local, List<Path> pythons) {
    String named = NAMED.value(environment);
    if (named != null) {
      return List.of(folders("in the folders that " + NAMED + " names: ", split(named), "(none)"));
    }
    List<Path> homes =
        Stream.of("CUDA_HOME", "CUDA_PATH")
            .flatMap(name -> split(environment.get(name)).stream())
            .flatMap(home -> Stream.of(home.resolve("lib64"), home.resolve("lib")))
            .distinct()
            .toList();
    return List.of(
        folders("in CUDA_HOME ", homes, "(not set)"),
        new Place.LinkerPath(),
        folders("in " + local + "/cuda* ", toolkits(local), "(none)"),
        folders("in Python's NVIDIA packages ", packages(pythons), "(none)"));
  }

  private static Place folders(String what, List<Path> folders, String none) {
    String all = folders.stream().map(Path::toString).collect(Collectors.joining(", "));
    return new Place.Folders(what + (folders.isEmpty() ? none : all), folders);
  }

  private static List<Path> split(@Nullable String folders) {
    return folders == null
        ? List.of()
        : Pattern.compile(Pattern.quote(File.pathSeparator))
            .splitAsStream(folders)
            .map(String::strip)
            .filter(folder -> !folder.isEmpty())
            .map(folder -> Path.of(folder).toAbsolutePath())
            .toList();
  }

  /** {@code cuda/lib64} first: it is the host's default. Then the newest. */
  private static List<Path> toolkits(Path local) {
    return list(local, "cuda*").stream()
        .sorted(
            Comparator.comparing((Path p) -> !p.getFileName().toString().equals("cuda"))
                .thenComparing(CudaPlaces::release, Comparator.reverseOrder()))
        .map(toolkit -> toolkit.resolve("lib64"))
        .toList();
  }

  /** 13.0 of {@code cuda-13.0} as a comparable number; 0 if there is none. */
  private static int release(Path toolkit) {
    Matcher numbers = RELEASE.matcher(toolkit.getFileName().toString());
    return numbers.matches()
        ? 10_000 * Integer.parseInt(numbers.group(1)) + Integer.parseInt(numbers.group(2))
        : 0;
  }

  private static List<Path> packages(List<Path> pythons) {
    List<Path> found = new ArrayList<>();
    for (Path python : pythons) {
      List<Path> sites = new ArrayList<>(List.of(python));
      list(python, "python3*").stream()
          .flatMap(p -> Stream.of(p.resolve("site-packages"), p.resolve("dist-packages")))
          .forEach(sites::add);
      for (Path site : sites) {
        list(site.resolve("nvidia"), "*").stream().map(p -> p.resolve("lib")).forEach(found::add);
      }
    }
    return found.stream().filter(Files::isDirectory).distinct().toList();
  }

  /** Where this machine's Pythons keep their packages, the active environment first. */
  private static List<Path> pythons(Map<String, String> environment) {
    List<Path> roots = new ArrayList<>(split(environment.get("PYTHONPATH")));
    for (String variable : List.of("VIRTUAL_ENV", "CONDA_PREFIX")) {
      split(environment.get(variable)).forEach(prefix -> roots.add(prefix.resolve("lib")));
    }
    roots.add(Path.of(System.getProperty("user.home"), ".local", "lib"));
    for (String folder : List.of("/usr/local/lib", "/usr/lib", "/opt/conda/lib")) {
      roots.add(Path.of(folder));
    }
    roots.add(Path.of("/usr/lib/python3"));
    return roots;
  }

  /** Matching files of a folder in reverse alphabetical order; none if it cannot be read. */
  private static List<Path> list(Path folder, String pattern) {
    List<Path> found = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, pattern)) {
      entries.forEach(found::add);
    } catch (IOException | DirectoryIteratorException e) {
      return List.of(); // A missing or unreadable folder has no library to offer.
    }
    found.sort(Collections.reverseOrder());
    return found;
  }
}
