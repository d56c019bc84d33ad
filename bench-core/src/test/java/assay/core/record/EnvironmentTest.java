package assay.core.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The rules of an environment, and its hashes. */
class EnvironmentTest {
  private static final RunRecord.Unknown NO_HOST = new RunRecord.Unknown("host", "no name");

  private static RunRecord.Environment of(
      @Nullable String host, Map<String, String> identity, RunRecord.Unknown... unavailable) {
    return RunRecord.Environment.of(host, identity, Map.of(), Map.of(), List.of(unavailable));
  }

  /** {@code printf 'a=1\nb=µ\n' | sha256sum}. */
  @Test
  void aHashCanBeHadFromAShell() {
    RunRecord.Environment seen = of("h", Map.of("b", "µ", "a", "1"));
    assertThat(seen.identityHash())
        .isEqualTo("969b1138aaabc9f20b79990a5a1f13b5326a88d7d908f35a78145d6f3dd2f6f0");
    assertThat(seen.stateHash())
        .isEqualTo("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  }

  @Test
  void aChangedValueIsFound() {
    RunRecord.Environment e = of("h", Map.of("a", "1"));
    assertThatThrownBy(() ->
            new RunRecord.Environment(
                "h",
                Map.of("a", "2"),
                Map.of(),
                Map.of(),
                List.of(),
                e.identityHash(),
                e.settingsHash(),
                e.stateHash()))
        .hasMessageContaining("environment.identityHash is " + e.identityHash())
        .hasMessageContaining("were changed after they were written");
  }

  @Test
  void aNameStandsOnce() {
    assertThatThrownBy(() -> of("h", Map.of("a", "1"), new RunRecord.Unknown("a", "no")))
        .hasMessage("environment name 'a' occurs twice");
    assertThatThrownBy(() ->
            RunRecord.Environment.of("h", Map.of("a", "1"), Map.of("a", "1"), Map.of(), List.of()))
        .hasMessage("environment name 'a' occurs twice");
  }

  @Test
  void nothingIsAmbiguousOrLong() {
    assertThatThrownBy(() -> of("h", Map.of("a=b", "1"))).hasMessageContaining("contains '='");
    assertThatThrownBy(() -> of("h", Map.of("a", "1\nb=2"))).hasMessageContaining("single line");
    assertThatThrownBy(() -> of("h", Map.of("a\n", "1"))).hasMessageContaining("single line");
    assertThatThrownBy(() -> of("h", Map.of("a", "x".repeat(501)))).hasMessageContaining("500");
    assertThatThrownBy(() -> of("h", Map.of("a", " "))).hasMessageContaining("is missing");
    assertThatThrownBy(() -> of("h\n", Map.of())).hasMessageContaining("single line");
    assertThatThrownBy(() -> of("h", Map.of("=a", "1"))).hasMessageContaining("contains '='");
    assertThatThrownBy(() -> of("h", Map.of(), new RunRecord.Unknown("a", "no\nreason")))
        .hasMessageContaining("reason of 'a' is not a single line");
    assertThat(of("h", Map.of("a", "x".repeat(500))).identity()).hasSize(1);
  }

  @Test
  void aHostIsKnownOrItSaysWhyNot() {
    assertThat(of(null, Map.of(), NO_HOST).host()).isNull();
    assertThatThrownBy(() -> of(null, Map.of())).hasMessage("host is missing without a reason");
    assertThatThrownBy(() -> of("h", Map.of(), NO_HOST)).hasMessageContaining("host is known");
  }
}
