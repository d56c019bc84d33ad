package assay.cpu.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MeterOptionTest {
  @Test
  void takesSettingsFromTheEndInAnyOrder() {
    assertThat(MeterOption.parse("csv:/a,b.csv,accuracy=0.5%,averaged=1min,period=500ms"))
        .isEqualTo(new MeterOption(MeterOption.Kind.CSV, "/a,b.csv", 0.5, 60, 0.5));
  }

  @Test
  void leavesACommandItsOwnCommasAndSigns() {
    assertThat(MeterOption.parse("cmd:read --a=1,b=2 | cut -d, -f1,2"))
        .isEqualTo(
            new MeterOption(MeterOption.Kind.CMD, "read --a=1,b=2 | cut -d, -f1,2", null, 0, null));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /var/log/meter.csv     | neither csv: nor cmd:
          CSV:/var/log/meter.csv | neither csv: nor cmd:
          csv:                   | has nothing after csv:
          csv:x,period=0s        | period=0s
          csv:x,period=5         | period=5
          cmd:x,averaged=-1s     | averaged=-1s
          cmd:x,accuracy=0.5     | accuracy=0.5
          """)
  void saysWhatIsWrong(String text, String complaint) {
    assertThatThrownBy(() -> MeterOption.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(complaint);
  }

  @Test
  void aTildeIsTheHomeFolder() {
    String home =
        Objects.requireNonNullElseGet(System.getenv("HOME"), () -> System.getProperty("user.home"));
    assertThat(MeterOption.parse("csv:~/meter.csv").target()).isEqualTo(home + "/meter.csv");
    assertThat(MeterOption.parse("csv:/a/~b/meter.csv").target()).isEqualTo("/a/~b/meter.csv");
    assertThat(MeterOption.parse("cmd:~/read-meter").target())
        .as("the shell expands it")
        .isEqualTo("~/read-meter");
    assertThatThrownBy(() -> MeterOption.parse("csv:~alice/meter.csv"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("~alice/meter.csv")
        .hasMessageContaining("give the full path");
  }
}
