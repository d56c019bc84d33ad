package assay.core.ffi;

import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.DynamicConstantDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.util.List;

/**
 * Implements an interface with method handles: each method loads its handle as a class constant and
 * invokes it.
 */
final class Implementation {
  private static final ClassDesc HANDLE = ConstantDescs.CD_MethodHandle;

  private Implementation() {}

  /**
   * An instance of a new hidden class.
   *
   * @param caller a lookup in the interface's package
   * @param methods all abstract methods of the interface
   * @param handles their handles, of the same types
   */
  static <F> F of(
      Class<F> type,
      MethodHandles.Lookup caller,
      List<Method> methods,
      List<MethodHandle> handles) {
    try {
      MethodHandles.Lookup made =
          caller.defineHiddenClassWithClassData(
              classFile(type, caller, methods), List.copyOf(handles), true);
      MethodHandle constructor =
          made.findConstructor(made.lookupClass(), MethodType.methodType(void.class));
      return type.cast(constructor.invoke());
    } catch (IllegalAccessException e) {
      throw new IllegalArgumentException(caller + " may not implement " + type, e);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }

  private static byte[] classFile(
      Class<?> type, MethodHandles.Lookup caller, List<Method> methods) {
    ClassDesc name =
        ClassDesc.of(caller.lookupClass().getPackageName(), type.getSimpleName() + "Native");
    return ClassFile.of()
        .build(
            name,
            made -> {
              made.withFlags(ClassFile.ACC_FINAL | ClassFile.ACC_SUPER | ClassFile.ACC_SYNTHETIC);
              made.withInterfaceSymbols(type.describeConstable().orElseThrow());
              made.withMethodBody(
                  ConstantDescs.INIT_NAME,
                  ConstantDescs.MTD_void,
                  0,
                  code ->
                      code.aload(0)
                          .invokespecial(
                              ConstantDescs.CD_Object,
                              ConstantDescs.INIT_NAME,
                              ConstantDescs.MTD_void)
                          .return_());
              for (int i = 0; i < methods.size(); i++) {
                int index = i;
                Method method = methods.get(i);
                MethodTypeDesc signature = signature(method);
                made.withMethodBody(
                    method.getName(),
                    signature,
                    ClassFile.ACC_PUBLIC,
                    code -> call(code, signature, index));
              }
            });
  }

  private static MethodTypeDesc signature(Method method) {
    return MethodType.methodType(method.getReturnType(), method.getParameterTypes())
        .describeConstable()
        .orElseThrow();
  }

  private static void call(CodeBuilder code, MethodTypeDesc signature, int index) {
    code.ldc(
        DynamicConstantDesc.ofNamed(
            ConstantDescs.ofConstantBootstrap(
                ConstantDescs.CD_MethodHandles,
                "classDataAt",
                ConstantDescs.CD_Object,
                ConstantDescs.CD_int),
            ConstantDescs.DEFAULT_NAME,
            HANDLE,
            index));
    for (int i = 0; i < signature.parameterCount(); i++) {
      code.loadLocal(TypeKind.from(signature.parameterType(i)), code.parameterSlot(i));
    }
    code.invokevirtual(HANDLE, "invokeExact", signature)
        .return_(TypeKind.from(signature.returnType()));
  }
}
