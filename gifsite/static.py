"""Static files with hashed names, so that browsers may keep them for ever."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedStatic(CompressedManifestStaticFilesStorage):  # type: ignore[misc] # the library ships no types
    """Also rewrites `import` paths between our ES modules to their hashed names."""

    support_js_module_import_aggregation = True
