/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The distinct strings of a column. A pool collects them while a file is read (each distinct string
 * gets a code in order of first appearance, 0 being ""); ended, it becomes a frozen dictionary that
 * any number of columns share. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _ComityDictionary ComityDictionary;
typedef struct _ComityStringPool ComityStringPool;

/* Takes the owned strings of @strings; element 0 must be "". */
ComityDictionary *comity_dictionary_new_take (GPtrArray *strings);
ComityDictionary *comity_dictionary_ref (ComityDictionary *self);
void comity_dictionary_unref (ComityDictionary *self);
gsize comity_dictionary_get_n (const ComityDictionary *self);
const char *comity_dictionary_peek (const ComityDictionary *self, guint32 code);

ComityStringPool *comity_string_pool_new (void);
void comity_string_pool_free (ComityStringPool *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ComityStringPool, comity_string_pool_free)
/* The code of these bytes, which are copied; they may hold anything when the pool is never ended.
 * O(length). */
guint32 comity_string_pool_intern (ComityStringPool *self, const char *bytes, gsize length);
gsize comity_string_pool_get_n (const ComityStringPool *self);
const char *comity_string_pool_peek (const ComityStringPool *self, guint32 code, gsize *length);
/* The pool's strings as a dictionary; the pool is empty afterwards and must still be freed.
 */
ComityDictionary *comity_string_pool_end (ComityStringPool *self);

G_END_DECLS
