package assay.fpga.opencl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import assay.core.availability.Availability;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Result codes and lifetimes, against a real driver where one is here. */
class OpenClTest {
  private static ClContext context() {
    Availability<OpenCl> loaded = OpenClLibrary.load();
    assumeTrue(loaded instanceof Availability.Available, loaded::toString);
    OpenCl openCl = loaded.toOptional().orElseThrow();
    try {
      return new ClContext(openCl.platforms().getFirst().devices().getFirst(), true);
    } catch (ClException e) {
      assumeTrue(false, e.getMessage());
      throw e;
    }
  }

  @Test
  void codesAreThoseOfTheHeaderAndUnique() {
    assertThat(ClStatus.of(-42)).contains(ClStatus.INVALID_BINARY);
    assertThat(ClStatus.of(-1001)).contains(ClStatus.PLATFORM_NOT_FOUND_KHR);
    assertThat(ClStatus.of(-9999)).isEmpty();
    assertThat(new ClException("clX", -9999, "")).hasMessage("clX: OpenCL error -9999");
    assertThat(Arrays.stream(ClStatus.values()).map(ClStatus::code)).doesNotHaveDuplicates();
  }

  @Test
  void pciAddressesInEverySpelling() {
    assertThat(ClDevice.parseAddress("0000:3B:00.1")).contains("0000:3b:00.1");
    assertThat(ClDevice.parseAddress("3b:00.0 ")).contains("0000:3b:00.0");
    assertThat(ClDevice.parseAddress("pcie0")).isEqualTo(Optional.empty());
  }

  @Test
  void errorsCarryTheFunctionTheCodeAndTheLog() {
    try (ClContext context = context()) {
      assertThatThrownBy(() -> context.build("__kernel void k() { undeclared(); ", ""))
          .isInstanceOf(ClException.class)
          .hasMessageContaining("clBuildProgram: CL_BUILD_PROGRAM_FAILURE (-11)")
          .hasMessageContaining("error:");
      assertThatThrownBy(() -> context.buffer(0, 0)).hasMessageContaining("CL_INVALID_BUFFER_SIZE");
      assertThatThrownBy(() -> context.buffer(1L << 60, 0)).isInstanceOf(ClException.class);
      try (ClProgram program = context.build("__kernel void k(int a) {}", "")) {
        assertThatThrownBy(() -> program.kernel("other"))
            .hasMessageContaining("CL_INVALID_KERNEL_NAME (-46)");
        try (ClKernel kernel = program.kernel("k")) {
          assertThatThrownBy(kernel::enqueue).hasMessageContaining("CL_INVALID_KERNEL_ARGS (-52)");
          assertThatThrownBy(() -> kernel.set(1, 1)).hasMessageContaining("argument 1");
          kernel.set(0, 1);
          kernel.enqueue();
          context.finish();
          assertThat(kernel.lastRun().orElseThrow())
              .satisfies(s -> assertThat(s.end()).isGreaterThanOrEqualTo(s.start()));
        }
      }
    }
  }

  @Test
  void bytesComeBackAndClearingLeavesNone() {
    try (ClContext context = context();
        ClBuffer buffer = context.buffer(3_000_001, 0);
        ClBuffer copy = context.buffer(3_000_001, 0);
        Arena arena = Arena.ofConfined()) {
      MemorySegment bytes = arena.allocate(3_000_001);
      for (long i = 0; i < bytes.byteSize(); i++) {
        bytes.set(ValueLayout.JAVA_BYTE, i, (byte) (i * 31 + 7));
      }
      buffer.write(bytes);
      copy.copyFrom(buffer, bytes.byteSize());
      MemorySegment back = arena.allocate(3_000_001);
      copy.read(back);
      assertThat(back.mismatch(bytes)).isEqualTo(-1);
      copy.clear();
      copy.read(back);
      assertThat(back.mismatch(bytes.fill((byte) 0))).isEqualTo(-1);
      buffer.write(MemorySegment.ofArray(new byte[] {5, 6}));
      MemorySegment start = arena.allocate(2);
      buffer.read(start);
      assertThat(start.toArray(ValueLayout.JAVA_BYTE)).containsExactly(5, 6);
    }
  }

  @Test
  void closingTwiceIsHarmless() {
    ClContext context = context();
    ClBuffer buffer = context.buffer(8, 0);
    buffer.close();
    buffer.close();
    context.close();
    context.close();
  }
}
