package assay.gpu.library;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where NVIDIA's libraries can lie, in the order in which they are looked for.
 *
 * @param named folders that the user named: if there are any, no other place is looked at
 * @param homes folders of a CUDA toolkit that the environment names
 * @param linker whether the linker's own path is tried, after the homes
 * @param toolkits {@code lib64} of the toolkits installed in the usual place, the default first,
 *     then the newest
 * @param packages {@code lib} of NVIDIA's packages among Python's
 */
record LibraryPlaces(
    List<Path> named, List<Path> homes, boolean linker, List<Path> toolkits, List<Path> packages) {
  /** The environment variable that names folders, separated as in PATH. */
  static final String VARIABLE = "ASSAY_CUDA_LIBRARIES";

  /** The system property that does so and goes before the variable. */
  static final String PROPERTY = "assay.cuda.libraries";

  private static final Pattern RELEASE = Pattern.compile("cuda-(\\d{1,4})\\.(\\d{1,4})");
  private static final Path LOCAL = Path.of("/usr/local");

  /** Copies the lists. */
  LibraryPlaces {
    named = List.copyOf(named);
    homes = List.copyOf(homes);
    toolkits = List.copyOf(toolkits);
    packages = List.copyOf(packages);
  }

  /** This machine's. */
  static LibraryPlaces ofHost() {
    Map<String, String> environment = System.getenv();
    return of(environment::get, System.getProperty(PROPERTY), LOCAL, pythons(environment::get));
  }

  /**
   * The places by an environment.
   *
   * @param property what {@link #PROPERTY} says, or null
   * @param local where toolkits are installed, for example {@code /usr/local}
   * @param pythons folders that can hold {@code python3.x/site-packages}, or are such folders
   */
  static LibraryPlaces of(
      Function<String, @Nullable String> environment,
      @Nullable String property,
      Path local,
      List<Path> pythons) {
    String named = property != null ? property : environment.apply(VARIABLE);
    return new LibraryPlaces(
        split(named),
        Stream.of("CUDA_HOME", "CUDA_PATH")
            .flatMap(name -> split(environment.apply(name)).stream())
            .flatMap(home -> Stream.of(home.resolve("lib64"), home.resolve("lib")))
            .distinct()
            .toList(),
        true,
        toolkits(local),
        packages(pythons));
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

  /** {@code cuda/lib64} first: it is the one that was chosen for the host. Then the newest. */
  private static List<Path> toolkits(Path local) {
    return list(local, "cuda*").stream()
        .sorted(
            Comparator.comparing((Path p) -> !p.getFileName().toString().equals("cuda"))
                .thenComparing(LibraryPlaces::release, Comparator.reverseOrder()))
        .map(toolkit -> toolkit.resolve("lib64"))
        .toList();
  }

  /** 13.0 of {@code cuda-13.0} as a number that can be compared; 0 where there is none. */
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

  /** Where Pythons of this machine keep their packages: the active environment's first. */
  private static List<Path> pythons(Function<String, @Nullable String> environment) {
    List<Path> roots = new ArrayList<>(split(environment.apply("PYTHONPATH")));
    for (String variable : List.of("VIRTUAL_ENV", "CONDA_PREFIX")) {
      split(environment.apply(variable)).forEach(prefix -> roots.add(prefix.resolve("lib")));
    }
    roots.add(Path.of(System.getProperty("user.home"), ".local", "lib"));
    for (String folder : List.of("/usr/local/lib", "/usr/lib", "/opt/conda/lib")) {
      roots.add(Path.of(folder));
    }
    roots.add(Path.of("/usr/lib/python3"));
    return roots;
  }

  /** What matches in a folder, the last in the alphabet first; nothing where it cannot be read. */
  private static List<Path> list(Path folder, String pattern) {
    List<Path> found = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, pattern)) {
      entries.forEach(found::add);
    } catch (IOException | DirectoryIteratorException e) {
      return List.of(); // A folder that is not there or closed to us holds no library for us.
    }
    found.sort(Collections.reverseOrder());
    return found;
  }

  /** All folders to look in before the linker's path. */
  List<Path> before() {
    return named.isEmpty() ? homes : named;
  }

  /** All folders to look in after the linker's path. */
  List<Path> after() {
    return named.isEmpty()
        ? Stream.concat(toolkits.stream(), packages.stream()).toList()
        : List.of();
  }

  /** Whether the linker's path is tried. */
  boolean asksLinker() {
    return linker && named.isEmpty();
  }

  /** For messages: where was looked. */
  String looked() {
    if (!named.isEmpty()) {
      return "the folders that " + VARIABLE + " or " + PROPERTY + " names: " + join(named);
    }
    return Stream.of(
            homes.isEmpty() ? "CUDA_HOME (not set)" : "CUDA_HOME (" + join(homes) + ")",
            linker ? "the linker's path" : "",
            toolkits.isEmpty() ? "/usr/local/cuda* (none)" : join(toolkits),
            packages.isEmpty() ? "Python's NVIDIA packages (none)" : join(packages))
        .filter(place -> !place.isEmpty())
        .collect(Collectors.joining("; "));
  }

  private static String join(List<Path> paths) {
    return paths.stream().map(Path::toString).collect(Collectors.joining(", "));
  }

  /** The file of a loaded library whose name ends so, as this process has it mapped. */
  static Optional<String> mapped(String file) {
    try (Stream<String> maps = Files.lines(Path.of("/proc/self/maps"))) {
      return maps.filter(line -> line.contains("/"))
          .map(line -> line.substring(line.indexOf('/')))
          .filter(path -> path.endsWith("/" + file) || path.contains("/" + file + "."))
          .findFirst();
    } catch (IOException | UncheckedIOException e) {
      return Optional.empty();
    }
  }
}
