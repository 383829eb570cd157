"""Names of AWS Regions as its console says them.

https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-regions.html
"""

from __future__ import annotations

from bellhop.events.layout import spoken
from bellhop.reader import Reader

_PLACES = {
    "af-south-1": ("Africa (Cape Town)", "아프리카(케이프타운)"),
    "ap-east-1": ("Asia Pacific (Hong Kong)", "아시아 태평양(홍콩)"),
    "ap-east-2": ("Asia Pacific (Taipei)", "아시아 태평양(타이베이)"),
    "ap-northeast-1": ("Asia Pacific (Tokyo)", "아시아 태평양(도쿄)"),
    "ap-northeast-2": ("Asia Pacific (Seoul)", "아시아 태평양(서울)"),
    "ap-northeast-3": ("Asia Pacific (Osaka)", "아시아 태평양(오사카)"),
    "ap-south-1": ("Asia Pacific (Mumbai)", "아시아 태평양(뭄바이)"),
    "ap-south-2": ("Asia Pacific (Hyderabad)", "아시아 태평양(하이데라바드)"),
    "ap-southeast-1": ("Asia Pacific (Singapore)", "아시아 태평양(싱가포르)"),
    "ap-southeast-2": ("Asia Pacific (Sydney)", "아시아 태평양(시드니)"),
    "ap-southeast-3": ("Asia Pacific (Jakarta)", "아시아 태평양(자카르타)"),
    "ap-southeast-4": ("Asia Pacific (Melbourne)", "아시아 태평양(멜버른)"),
    "ap-southeast-5": ("Asia Pacific (Malaysia)", "아시아 태평양(말레이시아)"),
    "ap-southeast-6": ("Asia Pacific (New Zealand)", "아시아 태평양(뉴질랜드)"),
    "ap-southeast-7": ("Asia Pacific (Thailand)", "아시아 태평양(태국)"),
    "ca-central-1": ("Canada (Central)", "캐나다(중부)"),
    "ca-west-1": ("Canada West (Calgary)", "캐나다 서부(캘거리)"),
    "cn-north-1": ("China (Beijing)", "중국(베이징)"),
    "cn-northwest-1": ("China (Ningxia)", "중국(닝샤)"),
    "eu-central-1": ("Europe (Frankfurt)", "유럽(프랑크푸르트)"),
    "eu-central-2": ("Europe (Zurich)", "유럽(취리히)"),
    "eu-north-1": ("Europe (Stockholm)", "유럽(스톡홀름)"),
    "eu-south-1": ("Europe (Milan)", "유럽(밀라노)"),
    "eu-south-2": ("Europe (Spain)", "유럽(스페인)"),
    "eu-west-1": ("Europe (Ireland)", "유럽(아일랜드)"),
    "eu-west-2": ("Europe (London)", "유럽(런던)"),
    "eu-west-3": ("Europe (Paris)", "유럽(파리)"),
    "il-central-1": ("Israel (Tel Aviv)", "이스라엘(텔아비브)"),
    "me-central-1": ("Middle East (UAE)", "중동(UAE)"),
    "me-south-1": ("Middle East (Bahrain)", "중동(바레인)"),
    "mx-central-1": ("Mexico (Central)", "멕시코(중부)"),
    "sa-east-1": ("South America (São Paulo)", "남아메리카(상파울루)"),
    "us-east-1": ("US East (N. Virginia)", "미국 동부(버지니아 북부)"),
    "us-east-2": ("US East (Ohio)", "미국 동부(오하이오)"),
    "us-gov-east-1": ("AWS GovCloud (US-East)", "AWS GovCloud(미국 동부)"),
    "us-gov-west-1": ("AWS GovCloud (US-West)", "AWS GovCloud(미국 서부)"),
    "us-west-1": ("US West (N. California)", "미국 서부(캘리포니아 북부)"),
    "us-west-2": ("US West (Oregon)", "미국 서부(오레곤)"),
}


def place(region: str, reader: Reader) -> str:
    """A Region's long name, `Asia Pacific (Seoul)`; its code if the name is not known."""
    english, korean = _PLACES.get(region, (region, region))
    return spoken(reader, english, korean)


def in_place(region: str, reader: Reader) -> str:
    """The end of a title: ` in Asia Pacific (Seoul)`; empty if there is no Region."""
    return reader.say(" in {place}", " · {place}", place=place(region, reader)) if region else ""
