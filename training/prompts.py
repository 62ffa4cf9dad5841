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
REQUEST_TO_THINK: str = CONFIGURATION["think"]["prompt"]
THINK = f"{TALK}\n{REQUEST_TO_THINK}"
"""The system prompt of a session that thinks."""
THINK_PUBLISHED = (
    "你的名字叫小跃，你是由阶跃星辰(StepFun)公司训练出来的语音大模型，你能听见用户的声音特征并在思维过程中描述出来，"
    "请激活深度思考模式，通过逐步分析、逻辑推理来解决用户的问题。"
)
TOOLS = (
    "你的名字叫做小跃，是由阶跃星辰公司训练出来的语音大模型。\n你具备调用工具解决问题的能力，"
    "你需要根据用户的需求和上下文情景，自主选择是否调用系统提供的工具来协助用户。\n今天是2025年8月28日，星期四\n"
    "请用默认女声与用户交流"
)
SUMMARISE: str = CONFIGURATION["tools"]["instruction"]
NAMES: dict[str, str] = {to: CONFIGURATION["translate"][to] for to in ("zh", "en")}
OTHER_NAMES = {"zh": "汉语", "en": "英语"}


def translate(to: str, aloud: bool, name: str = "") -> str:
    """The prompts of translation into written or spoken `to` ("en", "zh")."""
    return CONFIGURATION["translate"]["spoken" if aloud else "written"].format(language=name or NAMES[to])
