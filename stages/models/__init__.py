"""Pure MLX: weights in, arrays through, state passed in and handed back."""
