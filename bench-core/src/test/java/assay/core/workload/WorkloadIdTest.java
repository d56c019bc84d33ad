package assay.core.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The parts of an id, one getter at a time. */
class WorkloadIdTest {
  private static void refused(ThrowingCallable call, String message) {
    assertThatThrownBy(call).isInstanceOf(WorkloadException.class).hasMessage(message);
  }

  @Test
  void partsMayHaveSpacesAroundAndJmhsCharactersBetween() {
    for (String text : List.of("f/word,m=3", "  f/ word , m=3 ", "f/word;m:3", "f/m=3,word")) {
      WorkloadId id = WorkloadId.parse(text);
      assertThat(id.family()).isEqualTo("f");
      assertThat(id.word(List.of("other", "word"))).isEqualTo("word");
      assertThat(id.extent("m")).isEqualTo(3);
      id.done();
    }
  }

  /** Only the first = parts key and value, and only the first slash the family. */
  @Test
  void aValueMayHaveWhatPartsAnId() {
    WorkloadId id = WorkloadId.parse("f/key=a=b/c");
    assertThat(id.choice("key", List.of("a=b/c"), "x")).isEqualTo("a=b/c");
    id.done();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "f", "/", "f/", "/m=1", " f/ "})
  void familyAndParametersAreBothNeeded(String text) {
    refused(
        () -> WorkloadId.parse(text),
        "workload '%s' must have the form family/parameters, for example gemm/m=512,n=512,k=512"
            .formatted(text));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "f/=1 | =1",
        "f/m=1,= | =",
        "f/m= | m=",
        "f/m=1,,n=2 | ^^",
        "f/m=1, | ^^",
        "f/,m=1 | ^^"
      })
  void everyPartIsAWordOrAKeyWithAValue(String text, String part) {
    refused(
        () -> WorkloadId.parse(text),
        "workload '%s': '%s' must be key=value".formatted(text, part));
  }

  @Test
  void aKeyComesOnce() {
    refused(() -> WorkloadId.parse("f/m=1,n=2,m=1"), "workload 'f/m=1,n=2,m=1' gives m twice");
  }

  @Test
  void exactlyOneWordIsNamed() {
    List<String> allowed = List.of("copy", "triad");
    for (String text : List.of("f/m=1", "f/copy,triad", "f/coppy")) {
      assertThatThrownBy(() -> WorkloadId.parse(text).word(allowed))
          .isInstanceOf(WorkloadException.class)
          .hasMessageStartingWith(
              "workload '%s' must name one of copy, triad after f/; ".formatted(text));
    }
  }

  @Test
  void extentsAreAtLeastOneAndNaturalNumbersAtLeastNone() {
    WorkloadId id = WorkloadId.parse("f/a=1,b=1,c=0,d=9223372036854775807");
    assertThat(id.extent("a")).isEqualTo(1);
    assertThat(id.extent("b", 7)).isEqualTo(1);
    assertThat(id.natural("c", 7)).isZero();
    assertThat(id.natural("d", 7)).isEqualTo(Long.MAX_VALUE);
    assertThat(id.extent("absent", 7)).isEqualTo(7);
    assertThat(id.natural("missing", 9)).isEqualTo(9);
    id.done();
    String zero = "workload 'f/a=0': a=0 must be at least 1";
    refused(() -> WorkloadId.parse("f/a=0").extent("a"), zero);
    refused(() -> WorkloadId.parse("f/a=0").extent("a", 7), zero);
    refused(
        () -> WorkloadId.parse("f/a=-1").natural("a", 7),
        "workload 'f/a=-1': a=-1 must be at least 0");
    refused(
        () -> WorkloadId.parse("f/a=1e3").natural("a", 7),
        "workload 'f/a=1e3': a=1e3 must be a whole number that fits 64 bits");
    refused(() -> WorkloadId.parse("f/a=1").extent("b"), "workload 'f/a=1' is missing b=…");
  }

  @Test
  void numbersAreFinite() {
    WorkloadId id = WorkloadId.parse("f/a=-0.5,b=1e308");
    assertThat(id.number("a", 7)).isEqualTo(-0.5);
    assertThat(id.number("b", 7)).isEqualTo(1e308);
    assertThat(id.number("c", 7)).isEqualTo(7);
    for (String value : List.of("NaN", "-Infinity", "1e309")) {
      refused(
          () -> WorkloadId.parse("f/a=" + value).number("a", 7),
          "workload 'f/a=%s': a=%s must be finite".formatted(value, value));
    }
    refused(
        () -> WorkloadId.parse("f/a=half").number("a", 7),
        "workload 'f/a=half': a=half must be a number");
  }

  @Test
  void aChoiceIsOneOfThoseAllowed() {
    List<String> allowed = List.of("warm", "cold");
    assertThat(WorkloadId.parse("f/cache=cold").choice("cache", allowed, "warm")).isEqualTo("cold");
    assertThat(WorkloadId.parse("f/m=1").choice("cache", allowed, "warm")).isEqualTo("warm");
    assertThatThrownBy(() -> WorkloadId.parse("f/cache=coldd").choice("cache", allowed, "warm"))
        .hasMessage(
            "workload 'f/cache=coldd': cache=coldd is not one of warm, cold; did you mean cold or warm?");
  }

  /** What nobody asked for is named, with everything that was asked for. */
  @Test
  void whatIsNotKnownIsRefused() {
    WorkloadId id = WorkloadId.parse("f/m=1,z=2,y=3");
    id.extent("m");
    id.natural("pad", 0);
    refused(id::done, "workload 'f/m=1,z=2,y=3': f has no parameter 'z'; it has m, pad");
    WorkloadId word = WorkloadId.parse("f/m=1,fast");
    word.extent("m");
    refused(word::done, "workload 'f/m=1,fast': f has no parameter 'fast'; it has m");
  }
}
