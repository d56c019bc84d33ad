package assay.core.ffi;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Binds C functions to the methods of an interface, which declares each function once with {@link
 * NativeFunction} or {@link StatusFunction}.
 *
 * <p>Calls are as fast as through {@code static final} method handles: the implementation is a
 * hidden class whose methods load their handles as class-file constants, so that the JIT compiler
 * inlines handle, status check and call into the caller, whatever field holds the object. This
 * requires that a single class implements the interface, which is why a library is bound once
 * ({@link NativeLibrary#functions}).
 *
 * @param <F> the interface
 */
public final class Binder<F> {
  private final Class<F> type;
  private final MethodHandles.Lookup caller;
  private final @Nullable StatusCheck check;
  private final Function<Declared, MethodHandle> absent;

  private Binder(
      Class<F> type,
      MethodHandles.Lookup caller,
      @Nullable StatusCheck check,
      Function<Declared, MethodHandle> absent) {
    this.type = type;
    this.caller = caller;
    this.check = check;
    this.absent = absent;
  }

  /** A method and the C function it declares. */
  private record Declared(Method method, List<String> symbols, boolean status) {
    static Declared of(Method method) {
      NativeFunction plain = method.getAnnotation(NativeFunction.class);
      if (plain != null) {
        return new Declared(method, List.of(plain.value()), false);
      }
      StatusFunction status = method.getAnnotation(StatusFunction.class);
      if (status == null) {
        throw new IllegalArgumentException(method + " declares no native function");
      }
      if (method.getReturnType() != void.class) {
        throw new IllegalArgumentException(method + " is a status function and must return void");
      }
      return new Declared(method, List.of(status.value()), true);
    }

    String symbol() {
      return symbols.getFirst();
    }

    MethodType javaType() {
      return MethodType.methodType(method.getReturnType(), method.getParameterTypes());
    }

    Optional<MemorySegment> address(SymbolLookup library) {
      return symbols.stream().flatMap(symbol -> library.find(symbol).stream()).findFirst();
    }
  }

  /**
   * A binder for an interface. Calling a function that the library lacks throws {@link
   * UnsatisfiedLinkError} unless {@link #absentThrows} or {@link #absentReturns} changes that.
   *
   * @param caller the lookup of a class in the interface's package: {@code MethodHandles.lookup()}
   */
  public static <F> Binder<F> of(Class<F> type, MethodHandles.Lookup caller) {
    return new Binder<>(
        type, caller, null, declared -> raises(declared, UnsatisfiedLinkError::new));
  }

  /** Sets the check for the status of every {@link StatusFunction}. */
  public Binder<F> checking(StatusCheck statusCheck) {
    return new Binder<>(type, caller, statusCheck, absent);
  }

  /**
   * Makes functions that the library lacks throw the exception that this creates from their name.
   */
  public Binder<F> absentThrows(Function<String, ? extends RuntimeException> exception) {
    return new Binder<>(type, caller, check, declared -> raises(declared, exception));
  }

  /** Makes functions that the library lacks return this status, or do nothing if they are void. */
  public Binder<F> absentReturns(int status) {
    return new Binder<>(
        type,
        caller,
        check,
        declared -> {
          MethodType java = declared.javaType();
          MethodHandle result =
              java.returnType() == void.class
                  ? MethodHandles.zero(void.class)
                  : MethodHandles.constant(java.returnType(), status);
          return MethodHandles.dropArguments(result, 0, java.parameterList());
        });
  }

  private static MethodHandle raises(
      Declared declared, Function<String, ? extends Throwable> exception) {
    MethodType java = declared.javaType();
    MethodHandle made =
        method(Function.class, "apply", MethodType.methodType(Object.class, Object.class))
            .bindTo(exception)
            .bindTo(declared.symbol())
            .asType(MethodType.methodType(Throwable.class));
    MethodHandle thrown = MethodHandles.throwException(java.returnType(), Throwable.class);
    return MethodHandles.dropArguments(
        MethodHandles.foldArguments(thrown, made), 0, java.parameterList());
  }

  private static MethodHandle method(Class<?> owner, String name, MethodType signature) {
    try {
      return MethodHandles.publicLookup().findVirtual(owner, name, signature);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(owner + "." + name, e);
    }
  }

  Class<F> type() {
    return type;
  }

  private List<Declared> declared() {
    return Arrays.stream(type.getMethods())
        .filter(method -> Modifier.isAbstract(method.getModifiers()))
        .sorted(Comparator.comparing(Method::toString))
        .map(Declared::of)
        .toList();
  }

  /** The symbol of every function; the preferred one of several. */
  public List<String> symbols() {
    return declared().stream().map(Declared::symbol).toList();
  }

  /** The functions that a library lacks. */
  public List<String> lacking(SymbolLookup library) {
    return declared().stream()
        .filter(declared -> declared.address(library).isEmpty())
        .map(Declared::symbol)
        .toList();
  }

  /**
   * Binds what the library has.
   *
   * @throws IllegalArgumentException if the interface is not declared correctly
   * @throws IllegalCallerException if native access is denied
   */
  public F bind(SymbolLookup library) {
    List<Method> methods = new ArrayList<>();
    List<MethodHandle> handles = new ArrayList<>();
    for (Declared declared : declared()) {
      methods.add(declared.method());
      handles.add(
          declared
              .address(library)
              .map(address -> bound(declared, address))
              .orElseGet(() -> absent.apply(declared)));
    }
    return Implementation.of(type, caller, methods, handles);
  }

  @SuppressWarnings("restricted") // Binding is the purpose of this class.
  private MethodHandle bound(Declared declared, MemorySegment address) {
    MethodType java = declared.javaType();
    MethodType nativeType = declared.status() ? java.changeReturnType(int.class) : java;
    MethodHandle function = Linker.nativeLinker().downcallHandle(address, descriptor(nativeType));
    return declared.status()
        ? MethodHandles.filterReturnValue(function, checker(declared.symbol()))
        : function;
  }

  private MethodHandle checker(String symbol) {
    if (check == null) {
      throw new IllegalArgumentException(type + " declares status functions: set a status check");
    }
    MethodType signature = MethodType.methodType(void.class, String.class, int.class);
    return method(StatusCheck.class, "check", signature).bindTo(check).bindTo(symbol);
  }

  private static FunctionDescriptor descriptor(MethodType type) {
    MemoryLayout[] parameters =
        type.parameterList().stream().map(Binder::layout).toArray(MemoryLayout[]::new);
    return type.returnType() == void.class
        ? FunctionDescriptor.ofVoid(parameters)
        : FunctionDescriptor.of(layout(type.returnType()), parameters);
  }

  private static MemoryLayout layout(Class<?> type) {
    return switch (type.getName()) {
      case "int" -> ValueLayout.JAVA_INT;
      case "long" -> ValueLayout.JAVA_LONG;
      case "float" -> ValueLayout.JAVA_FLOAT;
      case "double" -> ValueLayout.JAVA_DOUBLE;
      case "short" -> ValueLayout.JAVA_SHORT;
      case "byte" -> ValueLayout.JAVA_BYTE;
      case "java.lang.foreign.MemorySegment" -> ValueLayout.ADDRESS;
      default -> throw new IllegalArgumentException(type + " has no corresponding C type");
    };
  }
}
