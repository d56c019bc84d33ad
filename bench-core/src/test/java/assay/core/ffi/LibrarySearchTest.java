package assay.core.ffi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import assay.core.availability.Availability;
import assay.core.availability.Availability.Unavailable;
import assay.core.availability.Remedy;
import assay.core.testing.CCompiler;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where a library is looked for, and what is said where there is none. */
class LibrarySearchTest {
  private static final String NEW = "libassay-search.so.2";
  private static final String OLD = "libassay-search.so.1";
  private static final Named NAMED = new Named("assay.test.library", "ASSAY_TEST_LIBRARY");
  private static final Remedy INSTALL = new Remedy.Install("the sample");

  /** The offset of e_machine, and AArch64's number, in an ELF file. */
  private static final int MACHINE_OFFSET = 18;

  private static final byte AARCH64 = (byte) 183;

  @TempDir Path first;
  @TempDir Path second;

  interface Sample {
    @NativeFunction("sample_version")
    int version();
  }

  private LibrarySearch search() {
    return new LibrarySearch(
        "Sample",
        List.of(List.of(NEW), List.of(OLD)),
        List.of(new Place.LinkerPath(), Place.Folders.of(List.of(first, second))),
        INSTALL);
  }

  private static Path put(Path folder, String file, int version) {
    return CCompiler.shared(
        folder.resolve(file), List.of("-DVERSION=" + version, "src/test/c/sample.c"));
  }

  private static int version(Availability<NativeLibrary> found) {
    return found
        .toOptional()
        .orElseThrow(() -> new AssertionError(found))
        .functions(Binder.of(Sample.class, MethodHandles.lookup()))
        .version();
  }

  private static Unavailable<NativeLibrary> missing(Availability<NativeLibrary> found) {
    assertThat(found).isInstanceOf(Unavailable.class);
    return (Unavailable<NativeLibrary>) found;
  }

  @Test
  void whatIsNowhereIsSaidWithEveryPlace() {
    Unavailable<NativeLibrary> missing = missing(search().find());
    assertThat(missing.reason())
        .isEqualTo(
            "Sample (%s, %s) is neither on the linker's path nor in %s, %s"
                .formatted(NEW, OLD, first, second));
    assertThat(missing.remedy()).isEqualTo(INSTALL);
    List<Place> linker = List.of(new Place.LinkerPath());
    assertThat(missing(LibrarySearch.of("Sample", OLD, linker, INSTALL).find()).reason())
        .isEqualTo("Sample (" + OLD + ") is not on the linker's path");
  }

  @Test
  void theFirstFolderGoesBeforeTheNewestVersion() {
    put(second, NEW, 20);
    assertThat(version(search().find())).isEqualTo(20);
    Path old = put(first, OLD, 10);
    Availability<NativeLibrary> found = search().find();
    assertThat(version(found)).isEqualTo(10);
    assertThat(found.toOptional().orElseThrow().path()).isEqualTo(old.toString());
    put(first, NEW, 21);
    assertThat(version(search().find())).isEqualTo(21);
  }

  @Test
  void theLinkersPathTellsTheFile() {
    List<Place> linker = List.of(new Place.LinkerPath());
    Availability<NativeLibrary> found =
        LibrarySearch.of("C library", "libc.so.6", linker, INSTALL).find();
    assertThat(found.toOptional().orElseThrow().path()).startsWith("/").endsWith("/libc.so.6");
  }

  @Test
  void aFileThatIsNoLibraryIsNotedAndTheSearchGoesOn() throws IOException {
    Path damaged = Files.writeString(first.resolve(NEW), "text");
    Unavailable<NativeLibrary> missing = missing(search().find());
    assertThat(missing.reason())
        .contains("; " + damaged + " exists but cannot be loaded: ")
        .contains("file too short");
    assertThat(missing.remedyText()).contains("reinstall " + damaged, "install the sample");
    put(second, OLD, 10);
    assertThat(version(search().find())).isEqualTo(10);
  }

  @Test
  void aLibraryForAnotherProcessorIsSaid() throws IOException {
    Path foreign = put(first, OLD, 10);
    byte[] bytes = Files.readAllBytes(foreign);
    bytes[MACHINE_OFFSET] = AARCH64;
    Files.write(foreign, bytes);
    assertThat(missing(search().find()).reason())
        .contains(foreign + " exists but cannot be loaded: ")
        .doesNotContain("damaged");
  }

  @Test
  void aLibraryWithoutWhatItNeedsIsSaid() throws IOException {
    put(second, "libassay-needed.so", 1);
    CCompiler.shared(
        first.resolve(OLD),
        List.of(
            "-DVERSION=2",
            "src/test/c/sample.c",
            "-Wl,--no-as-needed",
            "-L" + second,
            "-lassay-needed"));
    Files.delete(second.resolve("libassay-needed.so"));
    assertThat(missing(search().find()).reason()).contains("libassay-needed.so");
  }

  @Test
  void partsAreLoadedInTheirOrder() throws IOException {
    LibrarySearch parts =
        new LibrarySearch(
            "Sample",
            List.of(List.of("libassay-part.so", NEW)),
            List.of(Place.Folders.of(List.of(first))),
            INSTALL);
    put(first, NEW, 20);
    Path part = first.resolve("libassay-part.so");
    assertThat(missing(parts.find()).reason())
        .endsWith("; " + part + ", a part of " + NEW + ", does not exist");
    put(first, "libassay-part.so", 1);
    assertThat(version(parts.find())).isEqualTo(20);
  }

  @Test
  void whatIsNamedIsTheOnlyPlace() throws IOException {
    put(first, NEW, 20);
    Path named = put(second, "other.so", 30);
    System.setProperty(NAMED.property(), named.toString());
    try {
      assertThat(version(search().find(NAMED))).isEqualTo(30);
      Path text = Files.writeString(second.resolve("text.so"), "text");
      System.setProperty(NAMED.property(), text.toString());
      assertThat(missing(search().find(NAMED)).reason())
          .startsWith(
              "no Sample: %s, set by ASSAY_TEST_LIBRARY or assay.test.library,".formatted(text)
                  + " cannot be loaded: ");
      Files.delete(text);
      Unavailable<NativeLibrary> missing = missing(search().find(NAMED));
      assertThat(missing.reason()).endsWith("assay.test.library, does not exist");
      assertThat(missing.remedyText()).isEqualTo("correct or unset " + NAMED);
    } finally {
      System.clearProperty(NAMED.property());
    }
    assertThat(version(search().find(NAMED))).isEqualTo(20);
  }

  @Test
  void thePropertyGoesBeforeTheVariable() {
    Map<String, String> environment = Map.of(NAMED.variable(), "/variable");
    assertThat(NAMED.value(environment)).isEqualTo("/variable");
    assertThat(NAMED.value(Map.of(NAMED.variable(), " "))).isNull();
    System.setProperty(NAMED.property(), "/property");
    try {
      assertThat(NAMED.value(environment)).isEqualTo("/property");
    } finally {
      System.clearProperty(NAMED.property());
    }
  }

  @Test
  void outOfTheClassPath() throws Exception {
    Path root = Path.of(LibrarySearchTest.class.getResource("/").toURI());
    Path folder = root.resolve("assay-sample");
    Path library = put(folder, NEW, 40);
    List<String> beside = new ArrayList<>();
    try {
      Place place = new Place.ClassPath(LibrarySearchTest.class, "/assay-sample", beside);
      assertThat(version(LibrarySearch.of("Sample", NEW, List.of(place), INSTALL).find()))
          .isEqualTo(40);
      Place more =
          new Place.ClassPath(LibrarySearchTest.class, "/assay-sample", List.of("libmore.so"));
      assertThat(missing(LibrarySearch.of("Sample", NEW, List.of(more), INSTALL).find()).reason())
          .contains("cannot be unpacked", "libmore.so is not on the class path");
      assertThat(missing(LibrarySearch.of("Sample", OLD, List.of(place), INSTALL).find()).reason())
          .isEqualTo("Sample (" + OLD + ") is not on the class path");
    } finally {
      Files.delete(library);
      Files.delete(folder);
    }
  }

  @Test
  void aValueThatFailsIsMadeAgain() {
    List<Integer> tries = new ArrayList<>();
    Lazy<String> lazy =
        new Lazy<>(() -> {
          tries.add(tries.size());
          if (tries.size() == 1) {
            throw new IllegalStateException("first");
          }
          return "made";
        });
    assertThatThrownBy(lazy::get).hasMessage("first");
    assertThat(lazy.get()).isEqualTo("made").isSameAs(lazy.get());
    assertThat(tries).hasSize(2);
  }

  /** Another file's name in the memory map may be in any encoding. */
  @Test
  void aNameThatIsNotUtf8HidesNoLibrary() throws IOException {
    Path map = first.resolve("maps");
    String lines =
        """
        7f00-7f01 r-xp 00000000 08:01 7 /opt/caf\u00e9/libother.so
        7f02-7f03 r-xp 00000000 08:01 8 /usr/lib/libassay-search.so.2
        """;
    Files.write(map, lines.getBytes(StandardCharsets.ISO_8859_1));
    assertThat(LibrarySearch.mapped(NEW, map)).hasValue("/usr/lib/" + NEW);
  }
}
