package assay.cpu.openblas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import assay.core.availability.Availability;
import assay.core.availability.Availability.Available;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.Test;

class OpenBlasTest {
  private static OpenBlas blas() {
    Availability<OpenBlas> loaded = OpenBlas.load();
    assumeThat(loaded).isInstanceOf(Available.class);
    return loaded.toOptional().orElseThrow();
  }

  @Test
  void loadsOnLinuxOnX86() {
    assumeThat(System.getProperty("os.name") + " " + System.getProperty("os.arch"))
        .isEqualTo("Linux amd64");
    assertThat(OpenBlas.load()).isInstanceOf(Available.class);
    assertThat(OpenBlas.load()).isSameAs(OpenBlas.load());
  }

  @Test
  void saysWhatItIs() {
    assertThat(blas().config()).startsWith("OpenBLAS 0.3.31");
    assertThat(blas().coreName()).isNotBlank();
  }

  @Test
  void multipliesInBothPrecisions() {
    OpenBlas blas = blas();
    blas.setThreads(2);
    try (Arena arena = Arena.ofConfined()) {
      // A = [1 2 3; 4 5 6], B = its transpose as stored, so A·Aᵀ = [14 32; 32 77].
      MemorySegment a = arena.allocateFrom(ValueLayout.JAVA_FLOAT, 1, 2, 3, 4, 5, 6);
      MemorySegment c = arena.allocateFrom(ValueLayout.JAVA_FLOAT, 1, 1, 1, 1);
      blas.sgemm(false, true, 2, 2, 3, 2, a, 3, a, 3, -1, c, 2);
      assertThat(c.toArray(ValueLayout.JAVA_FLOAT)).containsExactly(27, 63, 63, 153);
      MemorySegment d = arena.allocateFrom(ValueLayout.JAVA_DOUBLE, 1, 2, 3, 4, 5, 6);
      MemorySegment e = arena.allocate(32, OpenBlas.ALIGNMENT);
      blas.dgemm(false, true, 2, 2, 3, 1, d, 3, d, 3, 0, e, 2);
      assertThat(e.toArray(ValueLayout.JAVA_DOUBLE)).containsExactly(14, 32, 32, 77);
    }
  }

  @Test
  void refusesWhatDoesNotFit() {
    OpenBlas blas = blas();
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment four = arena.allocate(16, OpenBlas.ALIGNMENT);
      assertThatThrownBy(() -> blas.sgemm(false, false, 2, 2, 3, 1, four, 3, four, 2, 0, four, 2))
          .isInstanceOf(IndexOutOfBoundsException.class)
          .hasMessageContaining("A needs 24 bytes");
      assertThatThrownBy(() -> blas.sgemm(false, false, 2, 2, 2, 1, four, 2, four, 1, 0, four, 2))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("B: ld=1");
      MemorySegment heap = MemorySegment.ofArray(new float[4]);
      assertThatThrownBy(() -> blas.sgemm(false, false, 2, 2, 2, 1, heap, 2, four, 2, 0, four, 2))
          .isInstanceOf(IndexOutOfBoundsException.class)
          .hasMessageContaining("native memory");
    }
  }
}
