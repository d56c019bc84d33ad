package assay.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The conformance checks as a command, on targets that are here everywhere. */
class ConformanceCommandTest {
  @Test
  void aTargetThatPassesExitsWithZero() throws Exception {
    Cli.Answer answer = Cli.run("conformance", "-t", "cpu-simd", "-p", "f32", "--json");
    assertThat(answer.code()).as(answer.all()).isEqualTo(ExitCode.OK);
    JsonNode json = JsonMapper.builder().build().readTree(answer.out());
    assertThat(json.get("passed").booleanValue()).isTrue();
    // A processor's vector units are no matrix units.
    assertThat(json.get("checks"))
        .hasSizeGreaterThan(10)
        .allSatisfy(check ->
            assertThat(check.get("outcome").stringValue())
                .as(check.toString())
                .isEqualTo(
                    check.get("check").stringValue().contains("matrix units")
                        ? "skipped"
                        : "passed"));
  }

  @Test
  void whatATargetDoesNotSupportIsNotCountedAsPassed() {
    Cli.Answer answer = Cli.run("conformance", "-t", "cpu-openblas", "-p", "f32");
    assumeFalse(answer.code() == ExitCode.UNAVAILABLE, answer.all());
    assertThat(answer.code()).as(answer.all()).isEqualTo(ExitCode.OK);
    assertThat(answer.out())
        .contains("skipped f32    state persists between executions")
        .contains("passed  f32    larger ragged sizes match the oracle");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "-t nowhere | unknown target 'nowhere'",
        "-t cpu-simd -p bf16 | cpu-simd does not support bf16; it supports f32, f64",
        "-t cpu-simd -p f99 | unknown precision 'f99'"
      })
  void mistakesAreNamed(String arguments, String message) {
    Cli.Answer answer = Cli.run(("conformance " + arguments).split(" "));
    assertThat(answer.code()).isEqualTo(ExitCode.USAGE);
    assertThat(answer.all()).contains(message);
  }
}
