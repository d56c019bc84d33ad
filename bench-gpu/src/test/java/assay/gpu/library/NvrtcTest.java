package assay.gpu.library;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Compiling through NVRTC's stand-in. */
class NvrtcTest {
  @TempDir Path folder;
  private Nvrtc nvrtc;
  private CudaStandIn standIn;

  @BeforeEach
  void load() {
    CudaStandIn.put(folder, "nvrtc_standin", "libnvrtc.so.13");
    Library library = CudaStandIn.load(folder).nvrtc();
    nvrtc = new Nvrtc((Library.Loaded) library);
    standIn = CudaStandIn.of(library);
  }

  @Test
  void compilesToMachineCode() {
    byte[] cubin = nvrtc.compile("int x;", "x.cu", "sm_90a", "--std=c++17");
    assertThat(new String(cubin, StandardCharsets.ISO_8859_1)).isEqualTo("\177ELFint x;");
    assertThat(nvrtc.architectures()).containsExactly(80, 90, 120);
    standIn.assertClean();
  }

  @Test
  void theLogIsInTheMessage() {
    assertThatThrownBy(() -> nvrtc.compile("#error", "bad.cu", "sm_90"))
        .isInstanceOf(LibraryException.class)
        .hasMessageStartingWith("nvrtcCompileProgram failed: bad.cu for sm_90 by NVRTC 13.2")
        .hasMessageContaining("(NVRTC_ERROR_COMPILATION, 6); mend the source")
        .hasMessageEndingWith("\nbad.cu(1): error: #error");
    assertThatThrownBy(() -> nvrtc.compile("", "bad.cu", "sm_90", "wrong"))
        .isInstanceOf(LibraryException.class)
        .hasMessageContaining("INVALID_OPTION")
        .hasMessageEndingWith("unknown option wrong");
    standIn.assertClean();
  }

  @Test
  void onlyRealArchitectures() {
    assertThatThrownBy(() -> nvrtc.compile("", "x.cu", "compute_90"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("compute_90");
  }

  @ParameterizedTest
  @EnumSource(
      value = NvrtcFunction.class,
      names = {"ARCHITECTURE_COUNT", "ARCHITECTURES"},
      mode = EnumSource.Mode.EXCLUDE)
  void everyFailureIsSeen(NvrtcFunction function) {
    String source = function.name().startsWith("LOG") ? "#error" : "int x;";
    for (NvrtcStatus status : NvrtcStatus.values()) {
      if (status != NvrtcStatus.SUCCESS) {
        long before = standIn.live();
        standIn.fail(function.symbol(), 1, status.code());
        assertThatThrownBy(() -> nvrtc.compile(source, "x.cu", "sm_90"))
            .isInstanceOfSatisfying(
                LibraryException.class,
                e -> {
                  assertThat(e.function()).isEqualTo(function.symbol());
                  assertThat(e.code()).isEqualTo(status.code());
                });
        assertThat(standIn.live() - before).isEqualTo(function == NvrtcFunction.DESTROY ? 1 : 0);
      }
    }
    assertThat(standIn.misuse()).isEmpty();
  }
}
