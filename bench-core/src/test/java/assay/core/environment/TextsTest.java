package assay.core.environment;

import static org.assertj.core.api.Assertions.assertThat;

import assay.core.host.Counted;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Texts on their way into the record. */
class TextsTest {
  @Test
  void everyTextIsOneLineWithoutControls() {
    assertThat(OneLine.of(" a\tb\r\n\u0000c\u001b[31m\u2028d\u202ee ")).isEqualTo("a b c [31m d e");
    assertThat(OneLine.of("\ud800half")).isEqualTo("half");
  }

  @Test
  void whatIsCutOffStillCounts() {
    String end = OneLine.of("x".repeat(600));
    assertThat(end).hasSize(OneLine.MAX_LENGTH).contains("… (cut, sha256 ");
    assertThat(OneLine.of("x".repeat(601))).isNotEqualTo(end);
    assertThat(OneLine.of("x".repeat(600))).isEqualTo(end);
    assertThat(OneLine.of("x".repeat(500))).isEqualTo("x".repeat(500));
    for (int shift = 0; shift < 2; shift++) {
      String pairs = OneLine.of("x".repeat(shift) + "😀".repeat(400));
      assertThat(pairs.length()).isLessThanOrEqualTo(OneLine.MAX_LENGTH);
      assertThat(new String(pairs.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8))
          .isEqualTo(pairs);
    }
  }

  @Test
  void deviceIdsAndHomesAreMasked() {
    assertThat(OneLine.of("GPU-8f4ad3a1-0b5e-4d59-9d6d-3b5a6a0c1f22 at 00:1b:21:ab:CD:ef"))
        .isEqualTo("GPU-(masked) at (masked)");
    assertThat(OneLine.of("read under /home/alice/trees and /Users/bob"))
        .isEqualTo("read under ~/trees and ~");
    assertThat(OneLine.of("device 0000:3b:00.0 10de:2330"))
        .isEqualTo("device 0000:3b:00.0 10de:2330");
  }

  @Test
  void theCommandLineKeepsWhatSetsTheKernel() {
    String plain =
        "mitigations=off nosmt intel_idle.max_cstate=1 isolcpus=1-3 hugepages=16 console=ttyS0,115200";
    assertThat(KernelCommandLine.withoutNames(plain)).isEqualTo(plain);
    assertThat(KernelCommandLine.withoutNames(plain + " -- single user=x")).isEqualTo(plain);
    assertThat(
            KernelCommandLine.withoutNames(
                "root=/dev/sda1 resume=LABEL=x my.token=1 api_key=2 a=10.0.0.1 b=http://x c=/home/x"
                    + " d=00:1b:21:ab:cd:ef e=8f4ad3a1-0b5e-4d59-9d6d-3b5a6a0c1f22"
                    + " systemd.hostname=h 8f4ad3a1-0b5e-4d59-9d6d-3b5a6a0c1f22"))
        .isEqualTo(
            "root=(masked) resume=(masked) my.token=(masked) api_key=(masked) a=(masked) b=(masked)"
                + " c=(masked) d=(masked) e=(masked) systemd.hostname=(masked) (masked)");
  }

  @Test
  void optionsOfTheVirtualMachineKeepNoValuesOfProperties() {
    assertThat(
            JavaRuntime.options(
                List.of(
                    "-Xmx3g",
                    "-Dproxy.password=x",
                    "-Dflag",
                    "-XX:AOTCache=/a/b/c.aot",
                    "-javaagent:/opt/x/agent.jar")))
        .isEqualTo("-Xmx3g -Dproxy.password -Dflag -XX:AOTCache=…/c.aot -javaagent:…/agent.jar");
    assertThat(JavaRuntime.options(List.of())).isEqualTo("none");
  }

  @Test
  void differentPartsAreCounted() {
    assertThat(Counted.of(List.of("a", "a"))).isEqualTo("a");
    assertThat(Counted.of(List.of("b", "a", "b", "c"))).isEqualTo("b × 2, a × 1, c × 1");
    assertThat(Counted.withCounts(List.of("b", "a", "b"))).isEqualTo("1 × a, 2 × b");
  }
}
