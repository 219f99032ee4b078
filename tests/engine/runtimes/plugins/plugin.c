/* A delegate that takes over one operation of a network, as libedgetpu and posenet_decoder do.

   OPERATION is the operation's name. What it puts out, the bytes of one tensor after the other, is
   in the file OUTPUT. REFUSED is the `device` that it refuses to open. */

#include <signal.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The beginning of TensorFlow Lite's C structures (tensorflow/lite/core/c/common.h). */

typedef struct {
  int size;
  int data[];
} IntArray;

typedef struct {
  int type;
  void *data;
  IntArray *dims;
  float scale;
  int32_t zero_point;
  int allocation_type;
  size_t bytes;
  const void *allocation;
  const char *name;
  void *delegate;
  int buffer_handle;
  _Bool is_stale, is_variable;
  int quantization_type;
  void *quantization;
  void *sparsity;
  const IntArray *signature;
} Tensor;

typedef struct {
  IntArray *inputs, *outputs;
} Node;

typedef struct Context Context;

typedef struct {
  void *(*init)(Context *, const char *, size_t);
  void (*free)(Context *, void *);
  int (*prepare)(Context *, Node *);
  int (*invoke)(Context *, Node *);
  const char *(*profile)(const Context *, const Node *);
  int32_t builtin_code;
  const char *custom_name;
  int version;
  void *rest[8];
} Registration;

typedef struct Delegate {
  void *data;
  int (*prepare)(Context *, struct Delegate *);
  void *copy_from, *copy_to, *free_buffer;
  int64_t flags;
  void *builder;
} Delegate;

struct Context {
  size_t tensors_size;
  int (*execution_plan)(Context *, IntArray **);
  Tensor *tensors;
  void *impl;
  void *resize_tensor, *report_error, *add_tensors;
  int (*node)(Context *, int, Node **, Registration **);
  int (*replace)(Context *, Registration, const IntArray *, Delegate *);
};

static int invoke(Context *context, Node *node) {
  if (getenv("PLUGIN_CRASHES")) raise(SIGSEGV);
  FILE *output = fopen(OUTPUT, "rb");
  if (!output || getenv("PLUGIN_FAILS")) return 1;
  size_t missing = 0;
  for (int i = 0; i < node->outputs->size; i++) {
    Tensor *tensor = &context->tensors[node->outputs->data[i]];
    missing += tensor->bytes - fread(tensor->data, 1, tensor->bytes, output);
  }
  fclose(output);
  return missing != 0;
}

static int take_over(Context *context, Delegate *delegate) {
  Registration own = {.invoke = invoke, .custom_name = "stand-in", .version = 1};
  IntArray *plan;
  if (context->execution_plan(context, &plan)) return 1;
  IntArray *mine = calloc(plan->size + 1, sizeof(int));
  for (int i = 0; i < plan->size; i++) {
    Node *node;
    Registration *registration;
    if (context->node(context, plan->data[i], &node, &registration)) return 1;
    if (registration->custom_name && !strcmp(registration->custom_name, OPERATION))
      mine->data[mine->size++] = plan->data[i];
  }
  int status = context->replace(context, own, mine, delegate);
  free(mine);
  return status;
}

Delegate *tflite_plugin_create_delegate(char **keys, char **values, size_t count,
                                        void (*report)(const char *)) {
  for (size_t i = 0; i < count; i++)
    if (!strcmp(keys[i], "device") && !strcmp(values[i], REFUSED)) {
      report("no such device");
      return NULL;
    }
  Delegate *delegate = calloc(1, sizeof *delegate);
  delegate->prepare = take_over;
  delegate->flags = 1; /* the rest of the network need not be ready yet */
  return delegate;
}

void tflite_plugin_destroy_delegate(Delegate *delegate) { free(delegate); }
