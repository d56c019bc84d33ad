package assay.fpga.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import assay.core.availability.Availability;
import assay.core.availability.Availability.Available;
import assay.core.availability.Availability.Unavailable;
import assay.core.availability.Remedy;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Which of several devices is used. */
class ChoiceTest {
  private static final Candidate<String> POCL = device("Portable Computing Language", "cpu");
  private static final Candidate<String> BOARD = device("Xilinx", "u280");
  private static final Candidate<String> EMULATOR =
      device("Intel(R) FPGA Emulation Platform for OpenCL(TM)", "emulator");
  private static final Candidate<String> GPU = device("NVIDIA CUDA", "H200");

  private static Candidate<String> device(String platform, String name) {
    return new Candidate<>(platform, "1.2", name, platform.startsWith("Portable"), name);
  }

  private static Availability<Choice<String>> choose(
      String wanted, List<Candidate<String>> candidates) {
    return Choice.of(candidates, Optional.of(wanted), new Remedy.Install("it"));
  }

  @Test
  void boardsWinOverEmulationsWhateverTheOrder() {
    assertThat(choose("", List.of(POCL, EMULATOR, GPU, BOARD)))
        .isEqualTo(new Available<>(new Choice<>(Vendor.AMD, BOARD)));
    assertThat(choose("", List.of(POCL, EMULATOR)))
        .isEqualTo(new Available<>(new Choice<>(Vendor.INTEL_EMULATOR, EMULATOR)));
  }

  @Test
  void theUserMayChooseAnEmulationAllTheSame() {
    assertThat(choose("portable", List.of(BOARD, POCL)))
        .isEqualTo(new Available<>(new Choice<>(Vendor.POCL, POCL)));
  }

  @Test
  void unknownPlatformsAreNeverTaken() {
    assertThat(choose("", List.of(GPU)))
        .isEqualTo(
            new Unavailable<>(
                "no FPGA and no known emulation; found: 'NVIDIA CUDA' with" + " 'H200'",
                new Remedy.Install("it")));
    assertThat(choose("cuda", List.of(GPU, BOARD))).isInstanceOf(Unavailable.class);
  }

  @Test
  void aNameThatNothingHasIsSaid() {
    assertThat(choose("quartus", List.of(POCL)))
        .isInstanceOfSatisfying(
            Unavailable.class,
            none -> assertThat(none.reason()).contains("'quartus'").contains("'Portable"));
    assertThat(choose("quartus", List.of())).isInstanceOf(Unavailable.class);
  }
}
