"""What every room of the plugin uses: settings, guarded slots, paths."""
