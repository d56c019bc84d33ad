package assay.core.ffi;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Declares a C function that returns a status as an {@code int}, by a Java method that returns
 * nothing: the status goes to the {@link StatusCheck} that the interface is bound with. Parameters
 * are as for {@link NativeFunction}.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface StatusFunction {
  /** Its name in the library. */
  String value();
}
