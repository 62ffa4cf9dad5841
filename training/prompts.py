"""The system prompts that training renders: the configuration's own where it has one, else the published examples'."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

CONFIGURATION: dict[str, Any] = tomllib.loads(
    (Path(__file__).parents[1] / "configs" / "default.toml").read_text(encoding="utf-8")
)
TRANSCRIBE: str = CONFIGURATION["transcript"]["prompt"]
TALK: str = CONFIGURATION["answer"]["system"]
READ: str = CONFIGURATION["answer"]["read_prompt"]
THINK = (
    "你的名字叫小跃，你是由阶跃星辰(StepFun)公司训练出来的语音大模型，你能听见用户的声音特征并在思维过程中描述出来，"
    "请激活深度思考模式，通过逐步分析、逻辑推理来解决用户的问题。"
)
TOOLS = (
    "你的名字叫做小跃，是由阶跃星辰公司训练出来的语音大模型。\n你具备调用工具解决问题的能力，"
    "你需要根据用户的需求和上下文情景，自主选择是否调用系统提供的工具来协助用户。\n今天是2025年8月28日，星期四\n"
    "请用默认女声与用户交流"
)
SUMMARISE = "\n\n\n请用口语化形式总结检索结果，简短地回答用户的问题。"
NAMES = {"zh": "中文", "en": "英文"}
OTHER_NAMES = {"zh": "汉语", "en": "英语"}


def translate(to: str, aloud: bool, name: str = "") -> str:
    """The published prompts of translation into written or spoken `to` ("en", "zh")."""
    return f"请仔细聆听这段语音，然后将其内容翻译成{name or NAMES[to]}{'并用语音播报' if aloud else ''}。"
