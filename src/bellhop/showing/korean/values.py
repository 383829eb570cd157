"""Which value an option wants."""

PHRASES = {
    "{wanted}. It looks like {example}": "{wanted}. 예: {example}",
    "{wanted} was expected, not {value!r}": "{wanted}(이)가 와야 하는데 {value!r}입니다",
    "a whole number": "정수",
    "a number": "숫자",
    "true or false": "true 또는 false",
    "The value": "값",
    "it is one of {choices}, not {value!r}": "{choices} 중 하나여야 하는데 {value!r}입니다",
    "the value nests deeper than {most} levels": "값의 중첩이 {most}단계를 넘습니다",
    "it nests deeper than {most} levels": "중첩이 {most}단계를 넘습니다",
    "it nests too deeply": "중첩이 너무 깊습니다",
    "it isn't JSON: {error}": "JSON이 아닙니다: {error}",
    "it isn't YAML: {error}": "YAML이 아닙니다: {error}",
    "{name} is no JSON value": "{name}: JSON에 없는 값입니다",
    "{wanted} (at character {at} of {text!r})": "{wanted} ({text!r}의 {at}번째 글자)",
    "a free-form value has to be written as JSON": "자유 형식 값은 JSON으로 적어야 합니다",
    "base64 was expected, as --cli-binary-format base64 says": (
        "--cli-binary-format base64를 적었으므로 base64 값이어야 합니다"
    ),
    "a structure was expected": "구조체여야 합니다",
    "a JSON object was expected": "JSON 객체여야 합니다",
    "a JSON list was expected": "JSON 목록이어야 합니다",
    "one of its values isn't JSON although the first one is": "첫 값은 JSON인데 JSON이 아닌 값이 있습니다",
    'it has to be an object, as {"FunctionName": "my-function"}': (
        '{"FunctionName": "my-function"} 같은 객체여야 합니다'
    ),
    # shorthand
    "{key} stands in it twice; separate the items of a list with a blank, not a comma": (
        "{key} 키가 두 번 나옵니다. 목록의 항목은 쉼표가 아니라 공백으로 나누세요"
    ),
    "a value was expected": "값이 와야 합니다",
    "the quote {quote} isn't closed": "따옴표 {quote} 하나가 닫히지 않았습니다",
    "{char} was expected before {got}": "{got} 앞에 {char} 기호가 와야 합니다",
    "{char} was expected at the end": "끝에 {char} 기호가 와야 합니다",
    "{char} was expected": "{char} 기호가 와야 합니다",
    # options and their values
    "a value has to follow": "값이 뒤에 와야 합니다",
    "a value has to follow ({type})": "값이 뒤에 와야 합니다({type})",
    "at least one value has to follow": "값이 하나 이상 뒤에 와야 합니다",
    "it takes no value; write {name} for yes and {other} for no": (
        "값을 받지 않습니다. 켜려면 {name}, 끄려면 {other} 형태로 적으세요"
    ),
    "--{one} and --{other} can't be used together": "--{one}, --{other} 옵션은 함께 쓸 수 없습니다",
    "it joins pages, so it can't stand beside --no-paginate or a token of a single page": (
        "여러 페이지를 잇는 옵션이라 --no-paginate나 한 페이지의 토큰과 함께 쓸 수 없습니다"
    ),
    "aliases (*name) aren't taken": "별칭(*name)은 쓸 수 없습니다",
    "one of its dates, times or numbers can't be read; put it in quotes": (
        "읽을 수 없는 날짜, 시각 또는 숫자가 있습니다. 따옴표로 묶으세요"
    ),
    "it takes no parameters": "파라미터를 받지 않습니다",
    "one of the times can't be read; write it as 2026-01-31T09:00:00Z": (
        "읽을 수 없는 시각이 있습니다. 2026-01-31T09:00:00Z처럼 적으세요"
    ),
    "one of the numbers is infinite, or none at all": "무한대이거나 숫자가 아닌 값이 있습니다",
    # what the AWS CLI makes by hand
    "{member} can't stand here; give it as --{added}": "{member} 값은 여기가 아니라 --{added} 옵션으로 적으세요",
    "it has to give {members}": "다음 값이 있어야 합니다: {members}",
    "--type has to be given too": "--type도 적어야 합니다",
    "--configuration-recorder has to be a structure": "--configuration-recorder는 구조체여야 합니다",
    "a count looks like 1 or 1:10": "개수는 1 또는 1:10처럼 적습니다",
    "it looks like Name1=Value1,Name2=Value2": "Name1=Value1,Name2=Value2처럼 적습니다",
    "--metric-data has to be a list of at least one datum": "--metric-data는 데이터가 하나 이상 있는 목록이어야 합니다",
    'the definition lacks "objects"': '정의에 "objects"가 없습니다',
    'every element needs an "id"': '모든 요소에 "id"가 있어야 합니다',
    "it looks like myName=myValue": "myName=myValue처럼 적습니다",
    "a protocol is tcp, udp, icmp, all or a number from 0 to 255": (
        "프로토콜은 tcp, udp, icmp, all 또는 0부터 255까지의 숫자입니다"
    ),
    "a port looks like 22 or 8000-8080": "포트는 22 또는 8000-8080처럼 적습니다",
    # s3 and logs tail
    "It takes one {form}.": "{form} 하나만 적을 수 있습니다.",
    "{name} needs a bucket.": "{name} 명령에는 버킷이 필요합니다.",
    "{word!r} is no bucket; it looks like s3://my-bucket": "{word!r}: 버킷이 아닙니다. s3://my-bucket처럼 적습니다",
    "--force isn't taken here: it would delete every object in the bucket. Empty the bucket first.": (
        "--force는 버킷의 모든 객체를 지우므로 여기에서 쓸 수 없습니다. 버킷을 먼저 비우세요."
    ),
    "s3 rb removes an empty bucket; s3 ls shows what is in it.": (
        "s3 rb는 빈 버킷만 지웁니다. 무엇이 들어 있는지는 s3 ls로 볼 수 있습니다."
    ),
    "logs tail needs a log group.": "logs tail 명령에는 로그 그룹이 필요합니다.",
    "logs tail /aws/lambda/my-function; logs describe-log-groups lists the groups": (
        "logs tail /aws/lambda/my-function처럼 적습니다. 그룹 목록은 logs describe-log-groups로 볼 수 있습니다."
    ),
    "It takes one log group.": "로그 그룹 하나만 적을 수 있습니다.",
    "{text!r} is no time; it looks like 10m, 2h, 3d or 2026-01-29T15:39:00": (
        "{text!r}: 시각이 아닙니다. 10m, 2h, 3d 또는 2026-01-29T15:39:00처럼 적습니다"
    ),
}

TYPES = {
    "string": "문자열",
    "structure": "구조체",
    "map": "맵",
    "boolean": "참/거짓",
    "whole number": "정수",
    "number": "숫자",
    "data": "데이터",
    "timestamp": "시각",
    "list": "목록",
}
"""What an option takes, as `Option.type` has it; lists are `list of …s`."""
