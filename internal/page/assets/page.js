(function(){
'use strict';
var doc=document,tools=doc.getElementById('tools');
function open(){
  var at=/^#m\d+$/.test(location.hash)&&doc.getElementById(location.hash.slice(1));
  if(at){at.parentNode.open=true;at.parentNode.scrollIntoView();at.parentNode.querySelector('summary').focus({preventScroll:true})}
}
addEventListener('hashchange',open);open();
var last=doc.getElementById('last');
if(last){
  var age=Date.now()-Date.parse(last.dateTime),hours=Math.floor(age/36e5),days=Math.floor(hours/24);
  if(age>=0)doc.getElementById('age').textContent=', '+(hours<1?'less than an hour':hours<2?'1 hour':hours<48?hours+' hours':days+' days')+' ago';
  if(last.dataset.due&&Date.now()>Date.parse(last.dataset.due))doc.getElementById('late').hidden=doc.getElementById('asof').hidden=false;
}
if(!tools)return;
tools.hidden=false;
var table=doc.getElementById('models'),body=table.tBodies[0],rows=[].slice.call(body.rows),cards=doc.querySelectorAll('details'),find=doc.getElementById('find'),
  chips=[].slice.call(tools.querySelectorAll('button')),from=doc.getElementById('from'),shown=doc.getElementById('shown'),ranks={};
chips.forEach(function(c,i){ranks[c.dataset.state]=i});
rows.forEach(function(r,i){r.i=i;r.words=r.cells[1].textContent.toLowerCase()});
function filter(){
  var text=find.value.trim().toLowerCase(),on=chips.filter(function(c){return c.getAttribute('aria-pressed')==='true'}).map(function(c){return c.dataset.state}),source=from?from.value:'',n=0;
  rows.forEach(function(r){
    var fits=r.words.indexOf(text)>=0&&(!on.length||on.indexOf(r.dataset.state)>=0)&&(!source||r.dataset.from===source);
    r.hidden=cards[r.i].hidden=!fits;n+=fits;
  });
  shown.textContent=text||on.length||source?n+' of '+rows.length+' shown':'';
}
find.addEventListener('input',filter);
if(from)from.addEventListener('change',filter);
tools.addEventListener('submit',function(e){e.preventDefault()});
chips.forEach(function(c){c.addEventListener('click',function(){
  c.setAttribute('aria-pressed',c.getAttribute('aria-pressed')!=='true');filter()})});
var names=new Intl.Collator(undefined,{numeric:true}),keys={
  state:function(a,b){return ranks[a.dataset.state]-ranks[b.dataset.state]},
  name:function(a,b){return names.compare(a.words,b.words)},
  since:function(a,b){return b.dataset.since-a.dataset.since},
  out:function(a,b){return b.dataset.out-a.dataset.out},
  checked:function(a,b){return b.dataset.checked-a.dataset.checked}};
table.className='sorts';
[].forEach.call(doc.querySelectorAll('th[data-sort]'),function(th){
  var button=doc.createElement('button');button.type='button';
  button.textContent=th.textContent;th.textContent='';th.appendChild(button);
  button.addEventListener('click',function(){
    var first=th.dataset.sort==='name'?'ascending':'descending',other=first==='ascending'?'descending':'ascending';
    var back=th.getAttribute('aria-sort')===first,sign=back?-1:1;
    [].forEach.call(doc.querySelectorAll('th[aria-sort]'),function(o){o.removeAttribute('aria-sort')});
    th.setAttribute('aria-sort',back?other:first);
    var by=keys[th.dataset.sort];
    rows.sort(function(a,b){return sign*by(a,b)||a.i-b.i});
    var all=doc.createDocumentFragment();rows.forEach(function(r){all.appendChild(r)});body.appendChild(all);
  });
});
})();
