package assay.fpga.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import assay.core.availability.Availability;
import assay.core.availability.Availability.Available;
import assay.core.availability.Availability.Unavailable;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Labels from what drivers say, with platforms that are not here. */
class LabelsTest {
  private static final String INTEL = "Intel(R) FPGA SDK for OpenCL(TM)";

  private static Candidate<String> device(String platform, String name, boolean cpu) {
    return new Candidate<>(platform, "OpenCL 1.2", name, cpu, "");
  }

  private static Availability<ExecutionClass> label(
      Candidate<String> device, Map<String, String> environment, int targetType) {
    OptionalInt type = targetType < 0 ? OptionalInt.empty() : OptionalInt.of(targetType);
    return Labels.of(device, environment, type);
  }

  private static void known(Availability<ExecutionClass> label, ExecutionClass expected) {
    assertThat(label).isEqualTo(new Available<>(expected));
  }

  private static void refused(Availability<ExecutionClass> label, String reason) {
    assertThat(label)
        .isInstanceOfSatisfying(
            Unavailable.class,
            r -> {
              assertThat(r.reason()).contains(reason);
              assertThat(r.remedy()).isNotNull();
            });
  }

  @ParameterizedTest
  @CsvSource({
    "1, '', FPGA_HARDWARE",
    "1, hw, FPGA_HARDWARE",
    "2, sw_emu, VENDOR_SW_EMULATION",
    "4, hw_emu, VENDOR_HW_EMULATION"
  })
  void amdsBinarySaysWhatItIs(int type, String mode, ExecutionClass expected) {
    Candidate<String> board = device("Xilinx", "xilinx_u280_gen3x16_xdma_base_1", false);
    known(label(board, Map.of(Labels.XCL_EMULATION_MODE, mode), type), expected);
  }

  @ParameterizedTest
  @CsvSource({"2, ''", "4, hw", "1, hw_emu", "1, sw_emu", "0, ''", "3, ''", "1, other"})
  void amdsContradictionsAreRefused(int type, String mode) {
    Candidate<String> board = device("Xilinx", "xilinx_u280", false);
    refused(label(board, Map.of(Labels.XCL_EMULATION_MODE, mode), type), "target type " + type);
  }

  @Test
  void amdWithoutAnAnswerIsNeverHardware() {
    refused(label(device("Xilinx", "xilinx_u280", false), Map.of(), -1), "does not report");
  }

  @ParameterizedTest
  @CsvSource({
    "pac_s10_dc : Intel PAC (pac_ec00000), NONE, 0, FPGA_HARDWARE",
    "pac_s10_dc, CL_CONTEXT_EMULATOR_DEVICE_INTELFPGA, 1, VENDOR_SW_EMULATION",
    "pac_s10_dc, CL_CONTEXT_EMULATOR_DEVICE_INTELFPGA, 0, FPGA_HARDWARE",
    "pac_s10_dc, CL_CONTEXT_EMULATOR_DEVICE_ALTERA, 2, VENDOR_SW_EMULATION",
    "pac_s10_dc, CL_CONTEXT_MPSIM_DEVICE_INTELFPGA, 1, VENDOR_HW_EMULATION",
    "pac_s10_dc, INTELFPGA_SIM_DEVICE_SPEC_DIR, /opt/board, VENDOR_HW_EMULATION",
    "EmulatorDevice : Emulated Device, NONE, 0, VENDOR_SW_EMULATION",
    "SimulatorDevice : Multi-process Simulator (aclmsim0), NONE, 0, VENDOR_HW_EMULATION"
  })
  void intelsBoardAndItsTwoStandIns(
      String board, String variable, String value, ExecutionClass expected) {
    known(label(device(INTEL, board, false), Map.of(variable, value), -1), expected);
  }

  @Test
  void emulatorsOnTheProcessor() {
    known(
        label(device("Intel(R) FPGA Emulation Platform for OpenCL(TM)", "x", false), Map.of(), -1),
        ExecutionClass.VENDOR_SW_EMULATION);
    known(
        label(device("Portable Computing Language", "pthread-x", true), Map.of(), -1),
        ExecutionClass.FUNCTIONAL_EMULATION);
    known(
        label(device("Oclgrind", "Oclgrind Simulator", true), Map.of(), -1),
        ExecutionClass.FUNCTIONAL_EMULATION);
  }

  @Test
  void whatIsNotKnownIsRefused() {
    refused(label(device("NVIDIA CUDA", "H200", false), Map.of(), -1), "'NVIDIA CUDA'");
    refused(label(device("xilinx", "u280", false), Map.of(), 1), "'xilinx'");
    refused(
        label(device("Portable Computing Language", "CUDA-sm_90", false), Map.of(), -1),
        "not the host's processor");
  }
}
