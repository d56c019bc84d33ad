package assay.core.ffi;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.StructLayout;
import java.util.ArrayList;
import java.util.List;

/**
 * A C struct with every member at its natural alignment, as compilers for 64-bit platforms lay it
 * out.
 *
 * @param layout the layout, including padding
 */
public record CStruct(StructLayout layout) {
  /** A struct of named members, in their order. */
  public static CStruct of(MemoryLayout... members) {
    List<MemoryLayout> all = new ArrayList<>();
    long offset = 0;
    long alignment = 1;
    for (MemoryLayout member : members) {
      offset = aligned(all, offset, member.byteAlignment());
      all.add(member);
      offset += member.byteSize();
      alignment = Math.max(alignment, member.byteAlignment());
    }
    aligned(all, offset, alignment);
    return new CStruct(MemoryLayout.structLayout(all.toArray(MemoryLayout[]::new)));
  }

  private static long aligned(List<MemoryLayout> members, long offset, long alignment) {
    long next = Math.ceilDiv(offset, alignment) * alignment;
    if (next > offset) {
      members.add(MemoryLayout.paddingLayout(next - offset));
    }
    return next;
  }

  /** Its size in bytes. */
  public long size() {
    return layout.byteSize();
  }

  /**
   * A member's offset in bytes.
   *
   * @throws IllegalArgumentException if there is no such member
   */
  public long offset(String member) {
    return layout.byteOffset(PathElement.groupElement(member));
  }
}
