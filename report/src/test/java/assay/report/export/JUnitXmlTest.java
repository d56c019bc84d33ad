package assay.report.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class JUnitXmlTest {
  private static final Instant START = Instant.parse("2026-10-01T02:00:00.750Z");

  private static JUnitSuite.Case named(
      String name, @Nullable Duration time, JUnitSuite.Outcome outcome) {
    return new JUnitSuite.Case("assay.target", name, time, outcome);
  }

  private static String write(JUnitSuite.Case... cases) {
    return JUnitXml.write(List.of(new JUnitSuite("run 1", START, List.of(cases))));
  }

  @Test
  void everyOutcomeToTheByte() {
    assertThat(
            write(
                named("a", Duration.ofMillis(1500), new JUnitSuite.Passed()),
                named("b", Duration.ofSeconds(90), new JUnitSuite.Failed("SLOWER", "0.5×")),
                named("c", Duration.ZERO, new JUnitSuite.Errored("INVALID", "<wrong> & \"out\"")),
                named("d", Duration.ofNanos(999_999), new JUnitSuite.Skipped("no\ndriver"))))
        .isEqualTo(
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <testsuites name="assay">
              <testsuite name="run 1" tests="4" failures="1" errors="1" skipped="1" time="91.500" timestamp="2026-10-01T02:00:00">
                <testcase classname="assay.target" name="a" time="1.500"/>
                <testcase classname="assay.target" name="b" time="90.000">
                  <failure type="SLOWER" message="0.5×"></failure>
                </testcase>
                <testcase classname="assay.target" name="c" time="0.000">
                  <error type="INVALID" message="&lt;wrong&gt; &amp; &quot;out&quot;"></error>
                </testcase>
                <testcase classname="assay.target" name="d" time="0.000">
                  <skipped message="no
            driver">no
            driver</skipped>
                </testcase>
              </testsuite>
            </testsuites>
            """);
  }

  @Test
  void anUnknownTimeIsLeftOutAndSoIsTheSum() {
    String xml =
        write(
            named("a", Duration.ofSeconds(2), new JUnitSuite.Passed()),
            named("b", null, new JUnitSuite.Passed()));
    assertThat(xml)
        .contains("name=\"a\" time=\"2.000\"/>", "name=\"b\"/>", "skipped=\"0\" timestamp");
  }

  /** The borders of what XML 1.0 allows; everything else becomes U+FFFD. */
  @Test
  void onlyWhatXmlAllowsIsWritten() {
    String allowed = "\t \uD7FF\uE000\uFFFD" + Character.toString(0x10000);
    assertThat(write(named(allowed, null, new JUnitSuite.Passed())))
        .contains("\uD7FF\uE000\uFFFD" + Character.toString(0x10000));
    for (String refused : List.of("\b", "\u001F", "\uD800", "\uDFFF", "\uFFFE", "\uFFFF")) {
      assertThat(write(named("a" + refused + "b", null, new JUnitSuite.Passed())))
          .contains("name=\"a\uFFFDb\"");
    }
  }
}
