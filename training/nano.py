"""The sizes of `checkpoints/nano`, in the schema of the published configuration files."""

from __future__ import annotations

from typing import Any

AUDIO_ENCODER: dict[str, Any] = {
    "n_mels": 128,
    "n_audio_ctx": 1500,
    "n_audio_state": 256,
    "n_audio_head": 4,
    "n_audio_layer": 4,
    "n_codebook_size": 4096,
    "llm_dim": 320,
    "kernel_size": 3,
    "adapter_stride": 2,
    # Beyond the published schema: this encoder is trained to see its own chunk and a bounded past, and its mel is
    # compressed against a fixed peak instead of the maximum of the utterance, so that streaming is exact.
    "attention": {"policy": "chunk-causal", "chunk_frames": 8, "left_chunks": 16},
    "mel_peak": 1.5,
}

TEXT: dict[str, Any] = {
    "hidden_size": 320,
    "intermediate_size": 960,
    "num_attention_heads": 5,
    "num_attention_groups": 1,
    "num_key_value_heads": 1,
    "num_hidden_layers": 6,
    "max_seq_len": 1024,
    "rms_norm_eps": 1e-6,
    "rope_theta": 1e6,
    "max_position_embeddings": 1024,
    "rope_scaling": None,
    "torch_dtype": "bfloat16",
}

BPE_MERGES = 768
SCHEMA_MERGES = 96

FLOW: dict[str, Any] = {
    # Beyond the published schema: what a stream remembers beside the prompt; the masks in training are the same.
    "stream": {"recent_frames": 100, "encoder_frames": 100},
    "input_size": 192,
    "output_size": 80,
    "spk_embed_dim": 192,
    "output_type": "mel",
    "vocab_size": 6561,
    "encoder": {
        "input_size": 192,
        "output_size": 192,
        "input_layer": "linear",
        "pre_lookahead_len": 3,
        "num_blocks": 3,
        "num_up_blocks": 1,
        "up_stride": 2,
        "up_scale_factor": 2,
        "attention_heads": 4,
        "pos_enc_layer_type": "rel_pos_espnet",
        "selfattention_layer_type": "rel_selfattn",
        "key_bias": True,
        "linear_units": 512,
        "normalize_before": True,
    },
    "decoder": {
        # Beyond the published schema: how many Euler steps the solver takes (published: 10), and how much noise they
        # begin with (1). Fewer and less are understood better: training/README.md.
        "n_timesteps": 2,
        "temperature": 0.7,
        "inference_cfg_rate": 0.0,
        "estimator": {
            "in_channels": 320,
            "out_channels": 80,
            "mlp_ratio": 2.0,
            "depth": 4,
            "num_heads": 4,
            "head_dim": 56,
            "hidden_size": 224,
        },
    },
}

VOCODER_CHANNELS = 128
F0_CHANNELS = 96

SPEECH_TOKENIZER_WIDTH = 128
SPEECH_TOKENIZER_LAYERS = 3
