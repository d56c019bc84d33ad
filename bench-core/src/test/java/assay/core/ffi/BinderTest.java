package assay.core.ffi;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import assay.core.availability.Availability;
import assay.core.availability.Remedy;
import assay.core.testing.CCompiler;
import java.lang.foreign.Arena;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Functions of a real library, called through an interface. */
class BinderTest {
  private static final StatusCheck CHECK =
      (symbol, status) -> {
        if (status != 0) {
          throw new IllegalStateException(symbol + " gave " + status);
        }
      };

  @TempDir Path folder;
  private NativeLibrary library;

  /** What is used of {@code sample.c}. */
  interface Sample {
    @NativeFunction({"sample_new_version", "sample_version"})
    int version();

    @NativeFunction("sample_mix")
    double mix(int a, long b, float c, double d, short e, byte f);

    @NativeFunction("sample_name")
    MemorySegment name();

    @NativeFunction("sample_many")
    long many(int a, int b, int c, int d, int e, int f, int g, MemorySegment out);

    @NativeFunction("sample_count")
    void count();

    @NativeFunction("sample_calls")
    int calls();

    @StatusFunction("sample_status")
    void status(int status);

    @NativeFunction("sample_layout")
    long layout(int what);

    /** Not a native function. */
    default int twice() {
      return 2 * version();
    }
  }

  /** Functions of a later version. */
  interface Later {
    @NativeFunction("sample_later")
    int later(int number);

    @StatusFunction("sample_later_status")
    void laterStatus();
  }

  private static Binder<Sample> sample() {
    return Binder.of(Sample.class, MethodHandles.lookup()).checking(CHECK);
  }

  private static Binder<Later> later() {
    return Binder.of(Later.class, MethodHandles.lookup()).checking(CHECK);
  }

  @BeforeEach
  void load() {
    String file = "libassay-sample.so.1";
    CCompiler.shared(folder.resolve(file), List.of("-DVERSION=7", "src/test/c/sample.c"));
    Availability<NativeLibrary> found =
        LibrarySearch.of(
                "Sample",
                file,
                List.of(Place.Folders.of(List.of(folder))),
                new Remedy.Install("it"))
            .find();
    library = found.toOptional().orElseThrow();
  }

  @Test
  void everyKindOfArgumentAndResult() {
    Sample sample = sample().bind(library.symbols());
    assertThat(sample.version()).isEqualTo(7);
    assertThat(sample.twice()).isEqualTo(14);
    assertThat(sample.mix(1, 2, 3f, 4.0, (short) 5, (byte) -6)).isEqualTo(-545_679.0);
    assertThat(CLibrary.text(sample.name())).isEqualTo("sample");
    assertThat(CLibrary.text(MemorySegment.NULL)).isEmpty();
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment out = arena.allocate(JAVA_LONG);
      assertThat(sample.many(1, 2, 3, 4, 5, 6, 7, out)).isEqualTo(140);
      assertThat(out.get(JAVA_LONG, 0)).isEqualTo(140);
    }
    int before = sample.calls();
    sample.count();
    assertThat(sample.calls()).isEqualTo(before + 1);
  }

  @Test
  void aStatusIsCheckedWithTheFunctionsName() {
    Sample sample = sample().bind(library.symbols());
    sample.status(0);
    assertThatThrownBy(() -> sample.status(5))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("sample_status gave 5");
  }

  @Test
  void aMissingFunctionIsData() {
    assertThat(sample().lacking(library.symbols())).isEmpty();
    assertThat(later().lacking(library.symbols()))
        .containsExactlyInAnyOrder("sample_later", "sample_later_status");
    assertThat(later().symbols()).containsExactlyInAnyOrder("sample_later", "sample_later_status");
  }

  @Test
  void aLibraryThatMustHaveAll() {
    Remedy install = new Remedy.Install("a later one");
    assertThat(library.allFunctions(sample(), install))
        .isEqualTo(new Availability.Available<>(library.functions(sample())));
    Availability<Later> later = library.allFunctions(later(), install);
    assertThat(later)
        .isEqualTo(
            new Availability.Unavailable<Later>(
                library.path()
                    + " cannot be used as Sample: it lacks sample_later and 1 more functions",
                install));
  }

  @Test
  void aMissingFunctionThrowsOrAnswersWhenCalled() {
    assertThatThrownBy(() -> later().bind(library.symbols()).later(1))
        .isInstanceOf(UnsatisfiedLinkError.class)
        .hasMessage("sample_later");
    Later throwing = later().absentThrows(IllegalStateException::new).bind(library.symbols());
    assertThatThrownBy(throwing::laterStatus)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("sample_later_status");
    Later answering = later().absentReturns(13).bind(library.symbols());
    assertThat(answering.later(1)).isEqualTo(13);
    answering.laterStatus();
  }

  @Test
  void aLibraryIsBoundOnce() {
    Sample first = library.functions(sample());
    assertThat(library.functions(sample())).isSameAs(first);
  }

  @Test
  void structuresAreLaidOutAsTheCompilerDoes() {
    Sample sample = sample().bind(library.symbols());
    CStruct struct =
        CStruct.of(
            JAVA_BYTE.withName("letter"),
            JAVA_LONG.withName("number"),
            JAVA_SHORT.withName("small"),
            JAVA_FLOAT.withName("real"),
            JAVA_BYTE.withName("last"));
    assertThat(struct.size()).isEqualTo(sample.layout(0));
    List<String> members = List.of("number", "small", "real", "last");
    for (int i = 0; i < members.size(); i++) {
      assertThat(struct.offset(members.get(i))).isEqualTo(sample.layout(i + 1));
    }
    assertThatThrownBy(() -> struct.offset("none")).isInstanceOf(IllegalArgumentException.class);
  }

  interface Undeclared {
    int version();
  }

  interface Unchecked {
    @StatusFunction("sample_status")
    void status(int status);
  }

  interface Returning {
    @StatusFunction("sample_status")
    int status(int status);
  }

  interface Untyped {
    @NativeFunction("sample_version")
    String version();
  }

  @Test
  void aMistakeInAnInterfaceIsSaid() {
    refused(Undeclared.class, "declares no native function");
    refused(Unchecked.class, "set a status check");
    refused(Returning.class, "must return void");
    refused(Untyped.class, "has no corresponding C type");
  }

  private void refused(Class<?> type, String why) {
    assertThatThrownBy(() -> Binder.of(type, MethodHandles.lookup()).bind(library.symbols()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(why);
  }

  @Test
  void cCodeSeesAVariable() {
    CLibrary.setenv("ASSAY_TEST_VARIABLE", "first", false);
    CLibrary.setenv("ASSAY_TEST_VARIABLE", "second", false);
    assertThat(environment("ASSAY_TEST_VARIABLE")).isEqualTo("first");
    CLibrary.setenv("ASSAY_TEST_VARIABLE", "second", true);
    assertThat(environment("ASSAY_TEST_VARIABLE")).isEqualTo("second");
    assertThatThrownBy(() -> CLibrary.setenv("A=B", "", true))
        .isInstanceOf(IllegalArgumentException.class);
  }

  interface Getenv {
    @NativeFunction("getenv")
    MemorySegment getenv(MemorySegment name);
  }

  private static String environment(String name) {
    try (Arena arena = Arena.ofConfined()) {
      return CLibrary.text(
          Binder.of(Getenv.class, MethodHandles.lookup())
              .bind(Linker.nativeLinker().defaultLookup())
              .getenv(arena.allocateFrom(name)));
    }
  }
}
