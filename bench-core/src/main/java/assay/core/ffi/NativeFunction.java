package assay.core.ffi;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Declares a C function by the signature of a Java method. {@code int}, {@code long}, {@code
 * float}, {@code double}, {@code short} and {@code byte} stand for C types of the same size, signed
 * or not; a {@code MemorySegment} stands for a pointer to host memory. Opaque handles and device
 * addresses may be passed as {@code long}, which is how 64-bit platforms pass pointers.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface NativeFunction {
  /** The function's names in different library versions, preferred first. */
  String[] value();
}
